-- The bytes each of the given addresses gave last.
-- $urls
SELECT p.url, arg_max(p.page_id, p.seen_at) AS page_id,
    arg_max(p.content_digest, p.seen_at) AS content_digest, max(p.seen_at) AS seen_at
FROM raw.pages AS p
WHERE p.url IN (SELECT unnest(CAST($urls AS VARCHAR[])))
GROUP BY p.url
