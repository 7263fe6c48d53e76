-- Every claim belongs to a reading of its revision by its version of the extractor.
SELECT c.claim_id, c.revision_id, c.extractor_version
FROM core.claims AS c
LEFT JOIN core.extractions AS e
    ON e.revision_id = c.revision_id AND e.extractor_version = c.extractor_version
WHERE e.revision_id IS NULL
