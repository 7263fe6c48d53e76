-- Watched outlets that have gone quiet, block us, or whose pages read otherwise than they did, and
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
    FROM raw.fetches AS f, day WHERE f.fetched_at >= since GROUP BY f.outlet
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
    SELECT s.outlet,
        'half of the last day''s articles are shorter than ' || CAST(s.fresh AS INTEGER)
            || ' characters; it was ' || CAST(s.usual AS INTEGER) AS detail
    FROM sizes AS s
    WHERE s.fresh_n >= 5 AND s.usual_n >= 10 AND s.fresh < 0.5 * s.usual
),
readings AS (
    SELECT a.outlet, r.seen_at, arg_max(e.claims, e.extracted_at) AS claims
    FROM core.revisions AS r
    JOIN core.articles AS a ON a.article_id = r.article_id
    JOIN core.extractions AS e ON e.revision_id = r.revision_id, day
    WHERE r.seen_at >= since - INTERVAL 14 DAY
    GROUP BY a.outlet, r.revision_id, r.seen_at
),
claims AS (
    SELECT
        outlet,
        avg(claims) FILTER (seen_at >= since) AS fresh,
        count(*) FILTER (seen_at >= since) AS fresh_n,
        avg(claims) FILTER (seen_at < since) AS usual,
        count(*) FILTER (seen_at < since) AS usual_n
    FROM readings, day
    GROUP BY outlet
),
fewer AS (
    -- Ten claims to be expected: chance alone seldom leaves a third of them.
    SELECT c.outlet,
        round(c.fresh, 1) || ' claims an article in the last day; it was ' || round(c.usual, 1)
            AS detail
    FROM claims AS c
    WHERE c.fresh_n >= 5 AND c.usual_n >= 10 AND c.usual * c.fresh_n >= 10
        AND c.fresh < c.usual / 3
),
pages AS (
    SELECT p.outlet,
        count(*) FILTER (p.seen_at >= since) AS fresh,
        count(*) FILTER (p.seen_at < since) AS usual
    FROM raw.pages AS p, day
    WHERE p.seen_at >= since - INTERVAL 14 DAY
    GROUP BY p.outlet
),
bare AS (
    SELECT f.outlet,
        count(*) FILTER (f.failed_at >= since) AS fresh,
        count(*) FILTER (f.failed_at < since) AS usual
    FROM raw.failures AS f, day
    WHERE f.stage = 'parse' AND f.failed_at >= since - INTERVAL 14 DAY
    GROUP BY f.outlet
),
unread AS (
    SELECT p.outlet,
        b.fresh || ' of ' || p.fresh || ' pages of the last day hold no article; it was '
            || b.usual || ' of ' || p.usual AS detail
    FROM pages AS p JOIN bare AS b ON b.outlet = p.outlet
    WHERE p.fresh >= 5 AND p.usual >= 10 AND b.fresh > 0.5 * p.fresh AND b.usual < 0.2 * p.usual
),
changed AS (
    SELECT o.outlet, 'layout' AS reason, string_agg(c.detail, '; ' ORDER BY c.detail) AS detail
    FROM core.outlets AS o
    JOIN (FROM shrunk UNION ALL FROM fewer UNION ALL FROM unread) AS c ON c.outlet = o.outlet
    WHERE o.is_watched
    GROUP BY o.outlet
)
SELECT t.outlet, t.reason, t.detail
FROM (FROM quiet UNION ALL FROM blocked UNION ALL FROM changed) AS t
WHERE NOT EXISTS (
    SELECT 1 FROM raw.failures AS f, day
    WHERE f.thing = t.outlet AND f.reason = t.reason AND f.failed_at > since
)
ORDER BY t.outlet, t.reason
