-- The chains of all claims of the given revisions that count, speaker first.
-- $revisions
SELECT h.claim_id, h.name, h.role, h.kind, h.span_start, h.span_end, h.cue_start, h.cue_end,
    h.is_direct_quote, h.mention_start, h.mention_end
FROM core.claims AS c
JOIN build.reading AS e
    ON e.revision_id = c.revision_id AND e.extractor_version = c.extractor_version
JOIN core.hops AS h ON h.claim_id = c.claim_id AND h.extractor_version = c.extractor_version
WHERE c.revision_id IN (SELECT unnest(CAST($revisions AS UUID[])))
ORDER BY h.claim_id, h.position
