-- Everything told about one figure, in order of time.
-- $figure: its id, the beginning of its id, its name in the watchlist or words of its label
SELECT m.said_at, m.outlet, m.surface, m.low, m.high, m.bound, m.hedge, m.citing, m.zone,
    round(m.link_score, 2) AS link_score, m.url, m.claim_id, m.figure_id, f.label
FROM mart.mention AS m
JOIN mart.figure AS f ON f.figure_id = m.figure_id
WHERE m.is_counted
    AND (
        starts_with(f.figure_id, lower($figure)) OR f.declared = $figure
        OR f.label ILIKE '%' || $figure || '%'
    )
ORDER BY m.figure_id, m.said_at, m.claim_id
