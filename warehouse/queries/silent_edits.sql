-- Numbers changed in an article without notice.
-- $since = 1970-01-01: first day on which the new text was seen
SELECT after_seen_at, outlet, before_surface, after_surface, codes, before_sentence,
    after_sentence, url, after_claim_id
FROM mart.silent_edit
WHERE after_seen_at >= CAST($since AS TIMESTAMP)
ORDER BY after_seen_at DESC, finding_id
