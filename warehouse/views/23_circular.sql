-- Is the agreement real? Outlets that cite each other in a ring.
CREATE VIEW mart.circular AS
SELECT
    f.finding_id,
    f.figure_id,
    f.label,
    f.detail,
    f.became_true_at,
    count(*) AS claims,
    string_agg(p.outlet, ' > ' ORDER BY p.position) AS ring
FROM mart.finding AS f
JOIN mart.proof AS p ON p.figure_id = f.figure_id AND p.finding_id = f.finding_id
WHERE f.code = 'CIRCULAR'
GROUP BY ALL;

COMMENT ON COLUMN mart.circular.claims IS 'Number of claims in the ring.';
COMMENT ON COLUMN mart.circular.ring IS 'The outlets in the order in which they told it.';
