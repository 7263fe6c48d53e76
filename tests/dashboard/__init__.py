"""Tests of the dashboard on a warehouse of invented coverage, through its own server."""
