-- Hedges and bounds that were there in the earlier report and are gone in the later one.
-- $since = 1970-01-01: first day
SELECT child_said_at, label, code, parent_outlet, parent_said_at, parent_sentence, parent_url,
    child_outlet, child_sentence, child_url, child_claim_id
FROM mart.drift
WHERE code IN ('HEDGE_DROPPED', 'HEDGE_WEAKENED', 'BOUND_DROPPED')
  AND relation NOT IN ('revision', 'headline') AND child_said_at >= CAST($since AS TIMESTAMP)
ORDER BY child_said_at DESC, drift_id
