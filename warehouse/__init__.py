"""Where it lies: DuckDB and every line of SQL."""
