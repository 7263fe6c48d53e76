-- Sources that the earlier report names and the later one does not.
-- $since = 1970-01-01: first day
SELECT child_said_at, label, code, parent_outlet, parent_said_at, parent_citing, parent_sentence,
    parent_url, child_outlet, child_citing, child_sentence, child_url, child_claim_id
FROM mart.drift
WHERE code IN ('ATTRIBUTION_DROPPED', 'ROOT_LOST', 'LAUNDERED')
  AND relation NOT IN ('revision', 'headline') AND child_said_at >= CAST($since AS TIMESTAMP)
ORDER BY child_said_at DESC, drift_id
