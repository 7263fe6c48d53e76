-- Syndication groups with a member published since a time.
-- $since
SELECT g.group_id, g.origin_article_id, g.origin_reason, g.agency, g.size
FROM core.syndication_groups AS g
WHERE g.group_id IN (
    SELECT m.group_id FROM core.syndication AS m
    JOIN core.sketches AS s ON s.article_id = m.article_id
    WHERE s.published_at >= CAST($since AS TIMESTAMP) OR s.published_at IS NULL
)
ORDER BY g.group_id
