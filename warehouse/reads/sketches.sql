-- Sketches of articles published or seen since a time, each of its first state, with its group.
-- $since
SELECT s.article_id, s.revision_id, s.shingles, s.words, s.published_at, s.agency, s.outlet,
    m.group_id, m.similarity, m.reason
FROM core.sketches AS s
JOIN core.revisions AS r ON r.revision_id = s.revision_id
LEFT JOIN core.syndication AS m ON m.article_id = s.article_id
WHERE s.published_at >= CAST($since AS TIMESTAMP) OR s.published_at IS NULL
QUALIFY row_number() OVER (PARTITION BY s.article_id ORDER BY r.seen_at, s.revision_id) = 1
ORDER BY s.published_at, s.article_id
