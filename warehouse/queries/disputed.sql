-- Figures on which outlets' last statements cannot all be true, most conflicts first.
-- $most = 20: rows
SELECT label, conflict_pairs, outlets, standing_low, standing_high, round(spread, 2) AS spread, unit,
    latest_at, figure_id
FROM mart.figure
WHERE conflict_pairs > 0
ORDER BY conflict_pairs DESC, spread DESC NULLS LAST, figure_id
LIMIT CAST($most AS BIGINT)
