-- The proof of one claim: sentence, page, revision, archive record, extractor version, run.
-- $claim: id of the claim
SELECT
    c.claim_id,
    c.extractor_version,
    a.outlet,
    a.url,
    r.title,
    r.published_at,
    r.seen_at,
    c.surface,
    substring(r.text, c.sentence_start + 1, c.span_start - c.sentence_start)
        || '[' || c.surface || ']'
        || substring(r.text, c.span_end + 1, c.sentence_end - c.span_end) AS marked,
    c.citing,
    c.span_start,
    c.span_end,
    r.revision_id,
    p.page_id,
    p.url AS page_url,
    p.content_digest,
    p.bytes,
    p.warc_file,
    p.warc_offset,
    p.seen_at AS page_seen_at,
    r.parser_version,
    c.run_id,
    n.flow,
    n.started_at AS run_started_at,
    l.figure_id,
    f.label
FROM core.claims AS c
JOIN core.revisions AS r ON r.revision_id = c.revision_id
JOIN core.articles AS a ON a.article_id = r.article_id
LEFT JOIN raw.pages AS p ON p.page_id = r.page_id
LEFT JOIN raw.runs AS n ON n.run_id = c.run_id
LEFT JOIN core.links AS l
    ON l.claim_id = c.claim_id AND l.extractor_version = c.extractor_version
LEFT JOIN core.figures AS f ON f.figure_id = l.figure_id
LEFT JOIN core.extractions AS e
    ON e.revision_id = c.revision_id AND e.extractor_version = c.extractor_version
WHERE c.claim_id = CAST($claim AS UUID)
ORDER BY e.extracted_at DESC
