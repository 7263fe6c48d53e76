-- Who told a figure first, and how long after came the others.
-- $figure: its id, the beginning of its id, its name in the watchlist or words of its label
SELECT o.label, o.position, o.outlet, o.generation, o.first_said_at,
    round(o.lag_seconds / 3600, 1) AS lag_hours, o.url
FROM mart.origin AS o
WHERE o.figure_id IN (
    SELECT figure_id FROM mart.figure
    WHERE starts_with(figure_id, lower($figure)) OR declared = $figure
        OR label ILIKE '%' || $figure || '%'
)
ORDER BY o.figure_id, o.position, o.outlet
