-- What was found about one figure, latest first.
SELECT finding_id, code, detail, became_true_at, outlets, claims, claim_id, article_id
FROM mart.finding
WHERE figure_id = $figure
ORDER BY became_true_at DESC NULLS LAST, finding_id
LIMIT $rows
