-- The proof of one claim: sentence, page, revision, archive record, extractor version, run.
-- $claim: id of the claim
SELECT
    c.claim_id,
    c.extractor_version,
    c.extractor_version IS NOT DISTINCT FROM v.extractor_version AS counts,
    a.outlet,
    a.url,
    r.title,
    r.published_at,
    r.seen_at,
    c.zone,
    c.surface,
    substring(r.text, c.sentence_start + 1, c.span_start - c.sentence_start)
        || '[' || c.surface || ']'
        || substring(r.text, c.span_end + 1, c.sentence_end - c.span_end) AS marked,
    c.low,
    c.high,
    c.bound,
    c.hedge,
    c.unit,
    c.measured,
    c.event,
    c.measure,
    coalesce(c.measure_per, c.per) AS per,
    c.period_start_on,
    c.period_end_on,
    c.polarity,
    c.citing,
    c.confidence,
    c.doubt,
    c.span_start,
    c.span_end,
    r.revision_id,
    v.revision_number,
    (SELECT count(*) FROM core.revisions AS s WHERE s.article_id = r.article_id) AS revisions,
    p.page_id,
    p.url AS page_url,
    p.content_digest,
    p.bytes,
    p.warc_file,
    p.warc_offset,
    p.seen_at AS page_seen_at,
    r.parser_version,
    r.run_id AS parsed_by_run_id,
    c.run_id,
    e.extracted_at AS read_at,
    n.flow,
    n.started_at AS run_started_at,
    l.figure_id,
    f.label,
    l.score AS link_score,
    l.reasons AS link_reasons,
    l.basis AS link_basis
FROM core.claims AS c
JOIN core.revisions AS r ON r.revision_id = c.revision_id
JOIN core.articles AS a ON a.article_id = r.article_id
LEFT JOIN mart.revision AS v ON v.revision_id = CAST(r.revision_id AS VARCHAR)
LEFT JOIN raw.pages AS p ON p.page_id = r.page_id
LEFT JOIN raw.runs AS n ON n.run_id = c.run_id
LEFT JOIN core.links AS l
    ON l.claim_id = c.claim_id AND l.extractor_version = c.extractor_version
LEFT JOIN core.figures AS f ON f.figure_id = l.figure_id
LEFT JOIN core.extractions AS e
    ON e.revision_id = c.revision_id AND e.extractor_version = c.extractor_version
WHERE c.claim_id = TRY_CAST($claim AS UUID)
ORDER BY e.extracted_at DESC
