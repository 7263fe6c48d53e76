-- Articles that are copies of one text.
SELECT article_id, outlet, title, url, min(said_at) AS said_at, bool_or(is_origin) AS is_origin
FROM mart.revision
WHERE syndication_group = $group
GROUP BY article_id, outlet, title, url
ORDER BY is_origin DESC, said_at, article_id
LIMIT 100
