-- Watched outlets that had articles before and none for three days and three times their usual gap.
WITH told AS (
    SELECT a.outlet, min(a.first_seen_at) AS first_at, max(a.first_seen_at) AS last_at, count(*) AS n
    FROM core.articles AS a
    JOIN core.outlets AS o ON o.outlet = a.outlet AND o.is_watched
    GROUP BY a.outlet
),
latest AS (SELECT max(started_at) AS at FROM raw.runs WHERE flow = 'ingest')
SELECT outlet, last_at
FROM told, latest
WHERE latest.at - last_at > greatest(
    INTERVAL 3 DAY, to_seconds(3 * epoch(last_at - first_at) / greatest(n - 1, 1))
)
ORDER BY last_at, outlet
