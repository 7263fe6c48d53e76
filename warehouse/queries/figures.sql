-- Figures by number of mentions, with the range told.
-- $most = 20: rows
-- $words = %: words in the label; % stands for anything
SELECT label, mentions, outlets, roots, independent_texts, lowest, highest, latest_surface,
    latest_outlet, latest_at, figure_id
FROM mart.figure
WHERE label ILIKE '%' || $words || '%'
ORDER BY mentions DESC, figure_id
LIMIT CAST($most AS BIGINT)
