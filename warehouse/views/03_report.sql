-- Every claim that counts in its context, with all its spans: what linking and comparing work on.
CREATE VIEW build.report AS
SELECT
    c.*,
    s.article_id,
    s.url,
    s.outlet,
    s.title,
    s.revision_number,
    s.is_latest,
    s.published_at,
    s.modified_at,
    s.seen_at,
    s.said_at,
    s.agency,
    s.syndication_group,
    s.page_id,
    substring(r.text, c.sentence_start + 1, c.sentence_end - c.sentence_start) AS sentence,
    t.terms
FROM core.claims AS c
JOIN build.reading AS e
    ON e.revision_id = c.revision_id AND e.extractor_version = c.extractor_version
JOIN build.state AS s ON s.revision_id = c.revision_id
JOIN core.revisions AS r ON r.revision_id = c.revision_id
LEFT JOIN core.topics AS t ON t.revision_id = c.revision_id;

COMMENT ON COLUMN build.report.sentence IS 'The sentence the claim stands in.';
