-- What did not go through, by stage, reason and what to do (outlets in trouble each by name).
-- $since = 1970-01-01: first day
SELECT stage, reason, count(*) AS n, max(failed_at) AS last_at, arg_max(thing, failed_at) AS last_thing,
    arg_max(detail, failed_at) AS detail, remedy
FROM raw.failures
WHERE failed_at >= CAST($since AS TIMESTAMP)
GROUP BY stage, reason, remedy, CASE WHEN reason IN ('quiet', 'blocks', 'layout') THEN thing END
ORDER BY n DESC, stage, reason, last_thing
