-- Sketches of articles published or seen since a time, with the syndication group of each.
-- $since
SELECT s.article_id, s.revision_id, s.shingles, s.words, s.published_at, s.agency,
    s.outlet, m.group_id, m.similarity, m.reason
FROM core.sketches AS s
LEFT JOIN core.syndication AS m ON m.article_id = s.article_id
WHERE s.published_at >= CAST($since AS TIMESTAMP) OR s.published_at IS NULL
ORDER BY s.published_at, s.article_id
