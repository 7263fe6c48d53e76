-- What did not go through, by stage and reason (outlets in trouble each by name), with what to do.
-- $since = 1970-01-01: first day
SELECT stage, reason, count(*) AS n, max(failed_at) AS last_at, arg_max(thing, failed_at) AS last_thing,
    arg_max(detail, failed_at) AS detail, arg_max(remedy, failed_at) AS remedy
FROM raw.failures
WHERE failed_at >= CAST($since AS TIMESTAMP)
GROUP BY stage, reason, CASE WHEN reason IN ('quiet', 'blocks', 'layout') THEN thing END
ORDER BY n DESC, stage, reason, last_thing
