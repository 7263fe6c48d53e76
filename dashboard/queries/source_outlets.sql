-- Who repeats a source.
SELECT outlet, count(*) AS mentions, count(DISTINCT figure_id) AS figures,
    count(*) FILTER (hops > 1) AS secondhand, min(said_at) AS first_said_at, max(said_at) AS last_said_at
FROM mart.mention
WHERE is_counted AND root_key = $source
GROUP BY outlet
ORDER BY mentions DESC, outlet
