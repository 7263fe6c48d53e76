-- The latest changes between reports of a figure that are not benign.
SELECT
    drift_id, dimension, code, ratio, relation, reason, lag_seconds, parent_outlet, parent_surface,
    parent_said_at, parent_claim_id, child_outlet, child_surface, child_said_at, child_claim_id,
    child_article_id, child_url
FROM mart.drift
WHERE figure_id = $figure AND NOT is_benign
ORDER BY child_said_at DESC, drift_id
LIMIT $rows
