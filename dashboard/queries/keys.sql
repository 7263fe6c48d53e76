-- Keys of everything that has a page of its own.
SELECT key FROM (
    SELECT 'figure' AS kind, figure_id AS key FROM mart.figure WHERE mentions > 0
    UNION ALL SELECT 'outlet', outlet FROM mart.outlet_card WHERE outlet IS NOT NULL
    UNION ALL SELECT 'source', root_key FROM mart.source_card
    UNION ALL SELECT DISTINCT 'article', article_id FROM mart.mention
)
WHERE kind = $kind
ORDER BY key
