-- The last word of people on each claim and figure.
SELECT claim_id, figure_id, verdict
FROM core.decisions
QUALIFY row_number() OVER (
    PARTITION BY claim_id, figure_id ORDER BY decided_at DESC, decision_id
) = 1
ORDER BY claim_id, figure_id
