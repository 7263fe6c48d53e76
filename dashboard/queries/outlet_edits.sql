-- Numbers one outlet changed without notice, latest first.
SELECT finding_id, figure_id, label, article_id, before_surface, after_surface, became_true_at, codes
FROM mart.silent_edit
WHERE outlet = $outlet
ORDER BY became_true_at DESC NULLS LAST, finding_id
LIMIT $rows
