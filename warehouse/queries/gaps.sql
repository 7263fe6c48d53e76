-- Days on which we saw less of an outlet than was to be expected.
-- $since = 1970-01-01: first day
SELECT seen_on, outlet, expected, articles, requests, failed
FROM mart.coverage
WHERE is_gap AND seen_on >= CAST($since AS DATE)
ORDER BY seen_on DESC, outlet
