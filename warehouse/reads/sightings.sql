-- Every article with when it was first seen, when last asked for and how often, for revisits.
SELECT a.url, a.outlet, a.first_seen_at, max(f.fetched_at) AS last_asked_at, count(f.url) AS asked
FROM core.articles AS a
LEFT JOIN raw.fetches AS f ON f.url = a.url
GROUP BY a.url, a.outlet, a.first_seen_at
ORDER BY a.first_seen_at, a.url
