-- Everything found on whole figures and edits since a day, with its proof.
-- $since = 1970-01-01: first day
SELECT f.code, f.label, f.detail, f.outlets, f.claims, f.last_said_at, f.url, f.claim_id, f.figure_id
FROM mart.finding AS f
WHERE coalesce(f.became_true_at, f.last_said_at) >= CAST($since AS TIMESTAMP)
ORDER BY f.code, f.last_said_at DESC, f.finding_id
