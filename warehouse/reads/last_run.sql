-- How each flow's last run ended.
SELECT flow, arg_max(status, started_at), max(coalesce(ended_at, started_at))
FROM raw.runs
GROUP BY flow
ORDER BY max(started_at)
