-- The statement each outlet stands by now, for some figures: its last, at most 30 days old.
SELECT
    figure_id, claim_id, said_at, outlet, CAST(low AS DOUBLE) AS low, CAST(high AS DOUBLE) AS high,
    bound, hedge, root, root_key, period_end_on
FROM mart.mention
WHERE figure_id IN (SELECT unnest($figures)) AND is_counted AND is_in_unit AND NOT is_vague
  AND (low IS NOT NULL OR high IS NOT NULL)
QUALIFY row_number() OVER (
        PARTITION BY figure_id, outlet
        ORDER BY said_at DESC, zone IN ('headline', 'caption'), precision_value, span_start
    ) = 1
    AND said_at >= max(said_at) OVER (PARTITION BY figure_id) - INTERVAL 30 DAY
ORDER BY figure_id, outlet
