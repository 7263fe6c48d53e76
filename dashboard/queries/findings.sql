-- Latest findings, of one code or of all.
SELECT f.finding_id, f.code, f.figure_id, f.label, f.article_id, f.detail, f.became_true_at,
    f.outlets, f.claims, f.claim_id, f.url, count(*) OVER () AS total
FROM mart.finding AS f
WHERE $code = '' OR f.code = $code
ORDER BY f.became_true_at DESC NULLS LAST, f.finding_id
LIMIT $rows OFFSET $skip
