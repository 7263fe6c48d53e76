-- Band chart over time: lowest, median and highest value told on each day.
-- sorted by: figure_id, told_on
-- kept by: figure_id
CREATE VIEW build.figure_daily AS
WITH
scope AS (SELECT CAST(figure_id AS VARCHAR) AS figure_id FROM build.scope),
days AS (
    SELECT
        m.figure_id,
        CAST(m.said_at AS DATE) AS told_on,
        count(*) AS mentions,
        count(DISTINCT m.outlet) AS outlets,
        min(coalesce(m.low, m.high)) FILTER (m.is_in_unit AND NOT m.is_vague) AS low,
        median(m.middle) FILTER (m.is_in_unit AND NOT m.is_vague) AS median,
        max(coalesce(m.high, m.low)) FILTER (m.is_in_unit AND NOT m.is_vague) AS high
    FROM mart.mention AS m JOIN scope USING (figure_id)
    WHERE m.is_counted
    GROUP BY ALL
),
standing AS (
    SELECT d.figure_id, d.told_on, s.* EXCLUDE (figure_id)
    FROM days AS d
    JOIN build.standing AS s
        ON s.figure_id = d.figure_id
        AND s.said_at < d.told_on + INTERVAL 1 DAY
        AND s.until_at >= d.told_on + INTERVAL 1 DAY
),
conflicts AS (
    SELECT a.figure_id, a.told_on, count(*) AS conflict_pairs
    FROM standing AS a
    JOIN standing AS b
        ON b.figure_id = a.figure_id AND b.told_on = a.told_on AND a.outlet < b.outlet
    WHERE build.is_conflict(
        a.fits_from, a.fits_to, a.period_end_on, a.root_key, a.said_at,
        b.fits_from, b.fits_to, b.period_end_on, b.root_key, b.said_at
    )
    GROUP BY ALL
)
SELECT
    d.figure_id,
    f.label,
    d.told_on,
    d.mentions,
    d.outlets,
    d.low,
    d.median,
    d.high,
    coalesce(c.conflict_pairs, 0) AS conflict_pairs
FROM days AS d
JOIN mart.figure AS f ON f.figure_id = d.figure_id
LEFT JOIN conflicts AS c ON c.figure_id = d.figure_id AND c.told_on = d.told_on;

COMMENT ON COLUMN build.figure_daily.told_on IS 'The day, UTC.';
COMMENT ON COLUMN build.figure_daily.mentions IS 'Number of counted mentions that day.';
COMMENT ON COLUMN build.figure_daily.outlets IS 'Outlets that told it that day.';
COMMENT ON COLUMN build.figure_daily.low IS 'Lowest value told that day.';
COMMENT ON COLUMN build.figure_daily.median IS 'Median of the values told that day.';
COMMENT ON COLUMN build.figure_daily.high IS 'Highest value told that day.';
COMMENT ON COLUMN build.figure_daily.conflict_pairs IS 'Pairs of outlets whose statements standing at the end of the day cannot both be true.';
