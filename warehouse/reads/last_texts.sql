-- The text last seen of each of the given articles, its revision and when it was seen.
-- $articles
SELECT
    CAST(r.article_id AS VARCHAR) AS article_id,
    arg_max(r.text, r.seen_at) AS text,
    CAST(arg_max(r.revision_id, r.seen_at) AS VARCHAR) AS revision_id,
    max(r.seen_at) AS seen_at
FROM core.revisions AS r
WHERE r.article_id IN (SELECT unnest(CAST($articles AS UUID[])))
GROUP BY r.article_id
