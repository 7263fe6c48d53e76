-- The chains of all claims of the given revisions that count, speaker first.
-- $revisions
WITH
asked AS MATERIALIZED (SELECT unnest(CAST($revisions AS UUID[])) AS revision_id),
extractions AS (
    SELECT * FROM core.extractions WHERE revision_id IN (SELECT revision_id FROM asked)
)
SELECT h.claim_id, h.name, h.role, h.kind, h.span_start, h.span_end, h.cue_start, h.cue_end,
    h.is_direct_quote, h.mention_start, h.mention_end
FROM core.claims AS c
JOIN build.readings('extractions') AS e
    ON e.revision_id = c.revision_id AND e.extractor_version = c.extractor_version
JOIN core.hops AS h ON h.claim_id = c.claim_id AND h.extractor_version = c.extractor_version
WHERE c.revision_id IN (SELECT revision_id FROM asked)
ORDER BY h.claim_id, h.position
