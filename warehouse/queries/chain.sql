-- The chain of reports from the first one to a claim.
-- $claim: id of the claim, or its beginning
SELECT c.label, c.depth, c.path, m.surface, m.sentence, r.surface AS first_surface,
    r.sentence AS first_sentence, r.url AS first_url
FROM mart.chain AS c
JOIN mart.mention AS m ON m.figure_id = c.figure_id AND m.claim_id = c.claim_id
JOIN mart.mention AS r ON r.figure_id = c.figure_id AND r.claim_id = c.root_claim_id
WHERE starts_with(c.claim_id, lower($claim))
ORDER BY c.figure_id, c.claim_id
