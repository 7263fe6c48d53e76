-- What changed on the way: one row a report, with both statements in words.
-- $since = 1970-01-01: first day
-- $benign = false: true to see honest rounding and newer periods too
-- $most = 50: rows
SELECT child_said_at AS said_at, any_value(label) AS label, any_value(child_outlet) AS outlet,
    any_value(concat(
        CASE child_bound WHEN 'at_least' THEN 'at least ' WHEN 'more_than' THEN 'more than '
            WHEN 'at_most' THEN 'up to ' WHEN 'less_than' THEN 'less than ' ELSE '' END,
        CASE child_hedge WHEN 'approximate' THEN 'about ' WHEN 'estimated' THEN 'an estimated '
            WHEN 'unverified' THEN 'reportedly ' ELSE '' END,
        child_surface)) AS told,
    any_value(child_citing) AS citing,
    any_value(parent_outlet) AS parent_outlet,
    any_value(concat(
        CASE parent_bound WHEN 'at_least' THEN 'at least ' WHEN 'more_than' THEN 'more than '
            WHEN 'at_most' THEN 'up to ' WHEN 'less_than' THEN 'less than ' ELSE '' END,
        CASE parent_hedge WHEN 'approximate' THEN 'about ' WHEN 'estimated' THEN 'an estimated '
            WHEN 'unverified' THEN 'reportedly ' ELSE '' END,
        parent_surface)) AS parent_told,
    any_value(parent_citing) AS parent_citing,
    list(code ORDER BY drift_id) AS codes,
    child_claim_id AS claim_id
FROM mart.drift
WHERE relation NOT IN ('revision', 'headline')
  AND child_said_at >= CAST($since AS TIMESTAMP)
  AND (CAST($benign AS BOOLEAN) OR NOT is_benign)
GROUP BY child_claim_id, parent_claim_id, child_said_at
ORDER BY child_said_at DESC, child_claim_id
LIMIT CAST($most AS BIGINT)
