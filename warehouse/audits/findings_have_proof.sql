-- Every finding has claims that prove it, and all of them are there.
WITH proofs AS (SELECT finding_id, unnest(claims) AS claim_id FROM core.findings)
SELECT finding_id, CAST(NULL AS UUID) AS claim_id FROM core.findings WHERE len(claims) = 0
UNION ALL
SELECT p.finding_id, p.claim_id FROM proofs AS p
ANTI JOIN core.claims AS c ON c.claim_id = p.claim_id
