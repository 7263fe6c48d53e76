-- How each flow's last run ended; the one that publishes is under way in its own snapshot.
SELECT flow, arg_max(status, started_at), max(coalesce(ended_at, started_at))
FROM raw.runs
WHERE status <> 'running'
GROUP BY flow
ORDER BY max(started_at)
