-- Every link joins a claim that is there to a figure that is there.
SELECT l.claim_id, l.figure_id
FROM core.links AS l
LEFT JOIN core.claims AS c
    ON c.claim_id = l.claim_id AND c.extractor_version = l.extractor_version
LEFT JOIN core.figures AS f ON f.figure_id = l.figure_id
WHERE c.claim_id IS NULL OR f.figure_id IS NULL
