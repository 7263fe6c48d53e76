-- What changed from report to report, latest first.
-- $since = 1970-01-01: first day
-- $code = %: a code; % for all
-- $benign = false: true to see honest rounding and newer periods too
-- $most = 50: rows
SELECT child_said_at, label, code, parent_outlet, parent_surface, child_outlet, child_surface,
    round(ratio, 3) AS ratio, relation, child_url, child_claim_id
FROM mart.drift
WHERE relation NOT IN ('revision', 'headline')
  AND child_said_at >= CAST($since AS TIMESTAMP) AND code LIKE $code
  AND (CAST($benign AS BOOLEAN) OR NOT is_benign)
ORDER BY child_said_at DESC, drift_id
LIMIT CAST($most AS BIGINT)
