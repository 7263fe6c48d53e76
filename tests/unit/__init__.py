"""Tests of single modules: no Prefect, no network, seconds."""
