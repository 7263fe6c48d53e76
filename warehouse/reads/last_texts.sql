-- The text last seen of each of the given articles.
-- $articles
SELECT CAST(r.article_id AS VARCHAR) AS article_id, arg_max(r.text, r.seen_at) AS text
FROM core.revisions AS r
WHERE r.article_id IN (SELECT unnest(CAST($articles AS UUID[])))
GROUP BY r.article_id
