-- What the overview can be filtered by.
SELECT 'unit_kind' AS kind, unit_kind AS choice, unit_kind AS shown, count(*) AS n
FROM mart.figure WHERE mentions > 0 GROUP BY unit_kind
UNION ALL
SELECT 'outlet', outlet, coalesce(name, outlet), mentions FROM mart.outlet_card WHERE mentions > 0
UNION ALL
SELECT 'source', root_key, root, mentions
FROM (SELECT * FROM mart.source_card ORDER BY mentions DESC, root_key LIMIT 100)
UNION ALL
SELECT 'language', language, language, count(*) FROM mart.revision
WHERE language IS NOT NULL GROUP BY language
ORDER BY kind, n DESC, choice
