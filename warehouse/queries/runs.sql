-- The last runs and how they ended.
-- $most = 20: rows
SELECT started_at, flow, name, status, round(date_diff('millisecond', started_at, ended_at) / 1000, 1) AS seconds, summary,
    run_id
FROM raw.runs
ORDER BY started_at DESC, run_id
LIMIT CAST($most AS BIGINT)
