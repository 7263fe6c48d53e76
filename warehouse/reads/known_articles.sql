-- Which of the given addresses are articles met before.
-- $urls
SELECT a.url FROM core.articles AS a WHERE a.url IN (SELECT unnest(CAST($urls AS VARCHAR[])))
