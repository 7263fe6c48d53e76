-- Watched outlets that have gone quiet, block us, or whose pages read shorter than they did, and
-- have not been told of since a day ago.
-- $now
WITH
day AS (SELECT CAST($now AS TIMESTAMP) AS now, CAST($now AS TIMESTAMP) - INTERVAL 1 DAY AS since),
seen AS (
    SELECT
        a.outlet,
        count(*) FILTER (a.first_seen_at >= since) AS fresh,
        count(*) FILTER (a.first_seen_at < since) / 7.0 AS usual,
        min(a.first_seen_at) AS first_at
    FROM core.articles AS a, day
    WHERE a.first_seen_at >= since - INTERVAL 7 DAY
    GROUP BY a.outlet
),
quiet AS (
    SELECT o.outlet, 'quiet' AS reason,
        'no new article for a day; ' || round(s.usual, 1) || ' a day before' AS detail
    FROM core.outlets AS o JOIN seen AS s ON s.outlet = o.outlet, day
    WHERE o.is_watched AND s.fresh = 0
        AND greatest(s.usual, coalesce(o.expected_a_day, 0)) >= 3
),
asked AS (
    SELECT f.outlet, count(*) AS asked, count(*) FILTER (f.status IN (401, 403, 429, 451)) AS refused
    FROM raw.fetches AS f, day WHERE f.fetched_at >= since AND f.kind = 'page' GROUP BY f.outlet
),
blocked AS (
    SELECT o.outlet, 'blocks' AS reason,
        a.refused || ' of ' || a.asked || ' requests of the last day were refused' AS detail
    FROM core.outlets AS o JOIN asked AS a ON a.outlet = o.outlet
    WHERE o.is_watched AND a.refused >= 5 AND a.refused > 0.5 * a.asked
),
sizes AS (
    SELECT
        a.outlet,
        median(length(r.text)) FILTER (r.seen_at >= since) AS fresh,
        count(*) FILTER (r.seen_at >= since) AS fresh_n,
        median(length(r.text)) FILTER (r.seen_at < since) AS usual,
        count(*) FILTER (r.seen_at < since) AS usual_n
    FROM core.revisions AS r JOIN core.articles AS a ON a.article_id = r.article_id, day
    WHERE r.seen_at >= since - INTERVAL 14 DAY
    GROUP BY a.outlet
),
shrunk AS (
    SELECT o.outlet, 'layout' AS reason,
        'half of the last day''s articles are shorter than ' || CAST(s.fresh AS INTEGER)
            || ' characters; it was ' || CAST(s.usual AS INTEGER) AS detail
    FROM core.outlets AS o JOIN sizes AS s ON s.outlet = o.outlet
    WHERE o.is_watched AND s.fresh_n >= 5 AND s.usual_n >= 10 AND s.fresh < 0.5 * s.usual
)
SELECT t.outlet, t.reason, t.detail
FROM (FROM quiet UNION ALL FROM blocked UNION ALL FROM shrunk) AS t
WHERE NOT EXISTS (
    SELECT 1 FROM raw.failures AS f, day
    WHERE f.thing = t.outlet AND f.reason = t.reason AND f.failed_at > since
)
ORDER BY t.outlet, t.reason
