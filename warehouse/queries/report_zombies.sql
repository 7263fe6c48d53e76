-- Overtaken figures still used since a day, for the report.
-- $since = 1970-01-01: first day
SELECT label, outlet, surface, said_at, newer_outlet, newer_surface, days_stale, sentence, url,
    claim_id
FROM mart.zombie
WHERE said_at >= CAST($since AS TIMESTAMP)
ORDER BY days_stale DESC, finding_id
