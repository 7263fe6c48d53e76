-- Everything told about one figure, in order of time.
-- $figure: its id, the beginning of its id, its name in the watchlist or words of its label
SELECT m.said_at, m.outlet, m.surface, m.low, m.high, m.bound, m.hedge, m.citing, m.zone,
    round(m.link_score, 2) AS link_score, m.url, m.claim_id
FROM mart.mention AS m
WHERE m.is_counted AND m.figure_id IN (
    SELECT figure_id FROM mart.figure
    WHERE starts_with(figure_id, lower($figure)) OR declared = $figure
        OR label ILIKE '%' || $figure || '%'
)
ORDER BY m.figure_id, m.said_at, m.claim_id
