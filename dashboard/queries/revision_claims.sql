-- The claims of one revision in text order.
SELECT claim_id, figure_id, label, span_start, span_end, surface, CAST(low AS DOUBLE) AS low,
    CAST(high AS DOUBLE) AS high, unit, bound, hedge, measured, event, measure, per, period_surface,
    root, citing, polarity, confidence
FROM mart.claim
WHERE revision_id = $revision
QUALIFY row_number() OVER (PARTITION BY claim_id ORDER BY figure_id) = 1
ORDER BY span_start, span_end, figure_id
