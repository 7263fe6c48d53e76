-- Is the dip in the news, or ours? What was asked for, got and read, by outlet and day.
-- sorted by: outlet, seen_on
-- kept by: whole
CREATE VIEW build.coverage AS
WITH
asked AS (
    SELECT outlet, CAST(fetched_at AS DATE) AS seen_on,
        count(*) AS requests,
        count(*) FILTER (kind = 'page') AS fetched
    FROM raw.fetches WHERE outlet IS NOT NULL GROUP BY ALL
),
failed AS (
    SELECT outlet, CAST(failed_at AS DATE) AS seen_on, count(*) AS failed
    FROM raw.failures WHERE outlet IS NOT NULL GROUP BY ALL
),
read AS (
    SELECT outlet, CAST(seen_at AS DATE) AS seen_on,
        count(*) FILTER (revision_number = 1) AS articles,
        count(*) FILTER (extractor_version IS NOT NULL) AS extracted,
        CAST(sum(claims) AS BIGINT) AS claims
    FROM mart.revision GROUP BY ALL
),
tried AS (
    SELECT outlet, seen_on FROM asked
    UNION ALL
    SELECT outlet, CAST(failed_at AS DATE) FROM raw.failures
    WHERE outlet IS NOT NULL AND stage IN ('discover', 'fetch')
),
days AS (
    -- From the first day an outlet was asked to the last on which any was: on a day on which nobody
    -- was (old pages were read, or a snapshot published) nobody is quiet.
    SELECT outlet, CAST(unnest(generate_series(
        min(seen_on), (SELECT max(seen_on) FROM tried), INTERVAL 1 DAY
    )) AS DATE) AS seen_on
    FROM tried GROUP BY outlet
    UNION
    SELECT outlet, seen_on FROM read
),
counts AS (
    SELECT
        d.outlet,
        d.seen_on,
        coalesce(a.requests, 0) AS requests,
        coalesce(a.fetched, 0) AS fetched,
        coalesce(f.failed, 0) AS failed,
        coalesce(r.articles, 0) AS articles,
        coalesce(r.extracted, 0) AS extracted,
        coalesce(r.claims, 0) AS claims,
        o.expected_a_day,
        median(coalesce(r.articles, 0)) OVER (
            PARTITION BY d.outlet ORDER BY d.seen_on ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING
        ) AS usual
    FROM days AS d
    LEFT JOIN asked AS a ON a.outlet = d.outlet AND a.seen_on = d.seen_on
    LEFT JOIN failed AS f ON f.outlet = d.outlet AND f.seen_on = d.seen_on
    LEFT JOIN read AS r ON r.outlet = d.outlet AND r.seen_on = d.seen_on
    LEFT JOIN core.outlets AS o ON o.outlet = d.outlet
)
SELECT
    outlet,
    seen_on,
    coalesce(CAST(expected_a_day AS DOUBLE), usual) AS expected,
    requests,
    fetched,
    articles,
    extracted,
    claims,
    failed,
    (coalesce(CAST(expected_a_day AS DOUBLE), usual, 0) >= 5
        AND articles < 0.3 * coalesce(CAST(expected_a_day AS DOUBLE), usual))
        OR (requests > 0 AND failed >= requests) AS is_gap
FROM counts;

COMMENT ON COLUMN build.coverage.seen_on IS 'The day we asked or saw, UTC.';
COMMENT ON COLUMN build.coverage.expected IS 'New articles to expect: as the watchlist says, else the median of the 28 days before.';
COMMENT ON COLUMN build.coverage.requests IS 'Requests made, of any kind.';
COMMENT ON COLUMN build.coverage.fetched IS 'Pages asked for.';
COMMENT ON COLUMN build.coverage.articles IS 'New articles seen.';
COMMENT ON COLUMN build.coverage.extracted IS 'Revisions seen that day that have been read.';
COMMENT ON COLUMN build.coverage.claims IS 'Claims in them.';
COMMENT ON COLUMN build.coverage.failed IS 'Failures.';
COMMENT ON COLUMN build.coverage.is_gap IS 'Less than 30 % of what was to be expected (where that is 5 or more), or nothing but failures: mistrust a dip here.';
