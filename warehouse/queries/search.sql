-- Claims whose sentence holds given words, latest first.
-- $words: words to look for
-- $most = 30: rows
SELECT said_at, outlet, surface, sentence, citing, label, url, claim_id
FROM mart.claim_current
WHERE sentence ILIKE '%' || $words || '%'
ORDER BY said_at DESC, claim_id
LIMIT CAST($most AS BIGINT)
