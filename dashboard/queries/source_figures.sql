-- Figures that go back to a source.
SELECT m.figure_id, any_value(m.label) AS label, any_value(m.unit) AS unit, count(*) AS mentions,
    count(DISTINCT m.outlet) AS outlets,
    arg_max(m.surface, (m.said_at, m.claim_id)) AS latest_surface, max(m.said_at) AS latest_at,
    count(*) OVER () AS total
FROM mart.mention AS m
WHERE m.is_counted AND m.root_key = $source
GROUP BY m.figure_id
ORDER BY mentions DESC, m.figure_id
LIMIT $rows OFFSET $skip
