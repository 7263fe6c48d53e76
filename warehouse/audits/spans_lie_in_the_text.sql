-- Every claim and its sentence lie inside the revision's text, and the claim reads as it says.
SELECT c.claim_id, c.span_start, c.span_end, length(r.text) AS length
FROM core.claims AS c
JOIN core.revisions AS r ON r.revision_id = c.revision_id
WHERE c.span_start < 0 OR c.span_start > c.span_end OR c.span_end > length(r.text)
    OR c.sentence_start < 0 OR c.sentence_end > length(r.text)
    OR substring(r.text, c.span_start + 1, c.span_end - c.span_start) <> c.surface
