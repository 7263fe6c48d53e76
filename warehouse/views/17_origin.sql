-- Who was first, and how long after came the others?
-- sorted by: figure_id, first_said_at, outlet
-- kept by: figure_id
CREATE VIEW build.origin AS
WITH firsts AS (
    SELECT
        m.figure_id,
        any_value(m.label) AS label,
        m.outlet,
        min(m.said_at) AS first_said_at,
        arg_min(m.claim_id, (m.said_at, m.claim_id)) AS claim_id,
        arg_min(m.url, (m.said_at, m.claim_id)) AS url
    FROM mart.mention AS m
    WHERE m.is_counted
      AND m.figure_id IN (SELECT CAST(figure_id AS VARCHAR) FROM build.scope)
    GROUP BY m.figure_id, m.outlet
)
SELECT
    f.figure_id,
    f.label,
    f.outlet,
    CAST(rank() OVER (PARTITION BY f.figure_id ORDER BY f.first_said_at) AS INTEGER) AS position,
    coalesce(c.depth, 0) AS generation,
    f.first_said_at,
    date_diff('second', min(f.first_said_at) OVER (PARTITION BY f.figure_id), f.first_said_at)
        AS lag_seconds,
    f.claim_id,
    f.url
FROM firsts AS f
LEFT JOIN mart.chain AS c ON c.figure_id = f.figure_id AND c.claim_id = f.claim_id;

COMMENT ON COLUMN build.origin.position IS '1 for the outlet that told it first.';
COMMENT ON COLUMN build.origin.generation IS 'Reports between the first report and the outlet''s own first one, plus 1; 0 for a first report.';
COMMENT ON COLUMN build.origin.first_said_at IS 'When the outlet told it first, UTC.';
COMMENT ON COLUMN build.origin.lag_seconds IS 'After the first outlet, seconds.';
