-- What one outlet says about figures, most disputed first.
SELECT
    o.figure_id, f.label, f.unit, o.mentions, o.last_said, o.last_said_at, o.citing,
    CAST(o.low AS DOUBLE) AS low, CAST(o.high AS DOUBLE) AS high, o.bound, o.hedge,
    f.standing_low, f.standing_high, f.conflict_pairs, count(*) OVER () AS total
FROM mart.figure_by_outlet AS o
JOIN mart.figure AS f ON f.figure_id = o.figure_id
WHERE o.outlet = $outlet
ORDER BY f.conflict_pairs DESC, o.last_said_at DESC, o.figure_id
LIMIT $rows OFFSET $skip
