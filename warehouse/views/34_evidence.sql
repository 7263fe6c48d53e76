-- Show me the proof: from a claim to the archived bytes it was read from.
CREATE VIEW mart.evidence AS
SELECT
    c.figure_id,
    c.label,
    c.claim_id,
    c.outlet,
    c.url,
    c.title,
    c.said_at,
    c.surface,
    c.sentence,
    substring(c.sentence, 1, c.span_start - c.sentence_start)
        || '[' || c.surface || ']'
        || substring(c.sentence, c.span_end - c.sentence_start + 1) AS marked,
    c.span_start,
    c.span_end,
    c.revision_id,
    c.revision_number,
    c.extractor_version,
    r.parser_version,
    CAST(p.page_id AS VARCHAR) AS page_id,
    p.url AS page_url,
    CAST(p.content_digest AS VARCHAR) AS content_digest,
    p.bytes,
    p.warc_file,
    p.warc_offset,
    p.seen_at AS page_seen_at,
    CAST(r.run_id AS VARCHAR) AS parsed_by_run_id,
    c.run_id
FROM mart.claim AS c
JOIN core.revisions AS r ON r.revision_id = CAST(c.revision_id AS UUID)
LEFT JOIN raw.pages AS p ON p.page_id = r.page_id;

COMMENT ON COLUMN mart.evidence.marked IS 'The sentence with the claim in square brackets.';
COMMENT ON COLUMN mart.evidence.page_url IS 'Address the archived bytes came from.';
COMMENT ON COLUMN mart.evidence.page_seen_at IS 'When these bytes were first seen, UTC.';
COMMENT ON COLUMN mart.evidence.parsed_by_run_id IS 'The run that parsed the page.';
