-- Contested figures since a day, with both sentences, for the report.
-- $since = 1970-01-01: first day
SELECT c.became_true_at, c.label, c.gap,
    c.a_outlet, c.a_surface, c.a_citing, a.sentence AS a_sentence, c.a_url, c.a_claim_id,
    c.b_outlet, c.b_surface, c.b_citing, b.sentence AS b_sentence, c.b_url, c.b_claim_id
FROM mart.contested AS c
JOIN mart.proof AS a ON a.finding_id = c.finding_id AND a.claim_id = c.a_claim_id
JOIN mart.proof AS b ON b.finding_id = c.finding_id AND b.claim_id = c.b_claim_id
WHERE c.became_true_at >= CAST($since AS TIMESTAMP) OR c.became_true_at IS NULL
ORDER BY c.became_true_at DESC NULLS LAST, c.finding_id
