-- What lies where: every relation with its rows and what it holds.
SELECT schema_name || '.' || table_name AS relation, estimated_size AS about_rows, comment AS holds
FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name IN ('raw', 'core', 'mart')
UNION ALL
SELECT schema_name || '.' || view_name, NULL, comment
FROM duckdb_views()
WHERE database_name = current_database() AND schema_name = 'mart'
ORDER BY relation
