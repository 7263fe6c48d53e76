-- Which of the given addresses have been asked for before.
-- $urls
SELECT DISTINCT f.url
FROM raw.fetches AS f
WHERE f.url IN (SELECT unnest(CAST($urls AS VARCHAR[])))
