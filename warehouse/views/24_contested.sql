-- Who disagrees about the same period?
CREATE VIEW mart.contested AS
SELECT
    a.finding_id,
    a.figure_id,
    a.label,
    a.detail,
    a.became_true_at,
    a.claim_id AS a_claim_id,
    a.outlet AS a_outlet,
    a.surface AS a_surface,
    a.low AS a_low,
    a.high AS a_high,
    a.citing AS a_citing,
    a.said_at AS a_said_at,
    a.url AS a_url,
    b.claim_id AS b_claim_id,
    b.outlet AS b_outlet,
    b.surface AS b_surface,
    b.low AS b_low,
    b.high AS b_high,
    b.citing AS b_citing,
    b.said_at AS b_said_at,
    b.url AS b_url,
    CASE
        WHEN a.high < b.low THEN CAST(b.low AS DOUBLE) - CAST(a.high AS DOUBLE)
        WHEN b.high < a.low THEN CAST(a.low AS DOUBLE) - CAST(b.high AS DOUBLE)
        ELSE 0
    END AS gap
FROM mart.proof AS a
JOIN mart.proof AS b
    ON b.figure_id = a.figure_id AND b.finding_id = a.finding_id AND b.position = a.position + 1
WHERE a.code = 'CONTESTED' AND a.position = 1;

COMMENT ON COLUMN mart.contested.gap IS 'Distance between the two intervals, in the unit as written.';
