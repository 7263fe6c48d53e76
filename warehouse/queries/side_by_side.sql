-- What each outlet says about one figure now.
-- $figure: its id, the beginning of its id, its name in the watchlist or words of its label
SELECT o.label, o.outlet, o.last_said, o.bound, o.hedge, o.citing, o.last_said_at, o.first_said,
    o.first_said_at, o.mentions, o.url
FROM mart.figure_by_outlet AS o
WHERE o.figure_id IN (
    SELECT figure_id FROM mart.figure
    WHERE starts_with(figure_id, lower($figure)) OR declared = $figure
        OR label ILIKE '%' || $figure || '%'
)
ORDER BY o.figure_id, o.last_said_at DESC, o.outlet
