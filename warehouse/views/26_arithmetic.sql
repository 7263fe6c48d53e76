-- Which series cannot be right?
CREATE VIEW mart.arithmetic AS
WITH ends AS (
    SELECT finding_id, min(position) AS first, max(position) AS last
    FROM mart.proof
    WHERE code IN ('CUMULATIVE_FELL', 'PART_OVER_WHOLE', 'MONTHS_DO_NOT_SUM')
    GROUP BY ALL
)
SELECT
    a.finding_id,
    a.figure_id,
    a.label,
    a.code,
    a.detail,
    e.last - e.first + 1 AS claims,
    a.claim_id AS earlier_claim_id,
    a.outlet AS earlier_outlet,
    a.surface AS earlier_surface,
    a.said_at AS earlier_said_at,
    a.url AS earlier_url,
    b.claim_id AS later_claim_id,
    b.outlet AS later_outlet,
    b.surface AS later_surface,
    b.said_at AS later_said_at,
    b.url AS later_url
FROM ends AS e
JOIN mart.proof AS a ON a.finding_id = e.finding_id AND a.position = e.first
JOIN mart.proof AS b ON b.finding_id = e.finding_id AND b.position = e.last;

COMMENT ON COLUMN mart.arithmetic.claims IS 'Number of claims that prove it.';
