-- Every statement of a figure that stands, in order of time: one per revision, the body's most precise.
SELECT
    m.claim_id, m.said_at, m.outlet, CAST(m.low AS DOUBLE) AS low, CAST(m.high AS DOUBLE) AS high,
    m.bound, m.hedge, m.root, m.root_key, m.period_end_on, m.article_id, r.parent_middle, r.parent_said_at
FROM mart.mention AS m
LEFT JOIN (
    SELECT child_claim_id, any_value(parent_middle) AS parent_middle,
        any_value(parent_said_at) AS parent_said_at
    FROM mart.comparison
    WHERE figure_id = $figure AND relation = 'revision' AND NOT is_faithful
    GROUP BY child_claim_id
) AS r ON r.child_claim_id = m.claim_id
WHERE m.figure_id = $figure AND m.is_counted AND m.is_in_unit AND NOT m.is_vague
  AND (m.low IS NOT NULL OR m.high IS NOT NULL)
QUALIFY row_number() OVER (
    PARTITION BY m.revision_id
    ORDER BY m.zone IN ('headline', 'caption'), m.precision_value, m.span_start
) = 1
ORDER BY m.said_at, m.claim_id
