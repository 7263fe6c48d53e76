"""Measured ratios against peers and floors, each in one run."""
