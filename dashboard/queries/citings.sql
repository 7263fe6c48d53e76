-- Whom outlets cite for a figure, and how often.
SELECT outlet, citing, count(*) AS times
FROM mart.mention
WHERE figure_id = $figure AND is_counted AND citing IS NOT NULL
GROUP BY outlet, citing
ORDER BY times DESC, outlet, citing
LIMIT 60
