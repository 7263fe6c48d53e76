"""Scores the extractors against gold: claims by field, outside benchmarks, figures."""
