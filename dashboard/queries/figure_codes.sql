-- Which changes the reports of a figure make, most frequent first.
SELECT dimension, code, is_benign, count(*) AS times, arg_max(drift_id, child_said_at) AS latest
FROM mart.drift
WHERE figure_id = $figure
GROUP BY dimension, code, is_benign
ORDER BY is_benign, times DESC, code
