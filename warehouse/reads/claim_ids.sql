-- Claims whose id begins so, two at most.
-- $start
SELECT DISTINCT claim_id FROM core.claims WHERE starts_with(CAST(claim_id AS VARCHAR), $start) LIMIT 2
