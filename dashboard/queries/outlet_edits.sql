-- Numbers one outlet changed without notice, latest first.
SELECT
    finding_id, figure_id, label, article_id, became_true_at,
    arg_min(surface, position) AS before_surface, arg_max(surface, position) AS after_surface
FROM mart.proof
WHERE code = 'SILENT_EDIT' AND outlet = $outlet
GROUP BY finding_id, figure_id, label, article_id, became_true_at
ORDER BY became_true_at DESC NULLS LAST, finding_id
LIMIT $rows
