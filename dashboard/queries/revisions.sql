-- The text states of one article, first to last.
SELECT r.revision_id, r.revision_number, r.outlet, r.url, r.title, r.published_at, r.modified_at,
    r.seen_at, r.said_at, r.language, r.agency, r.syndication_group, r.is_origin, r.claims,
    c.text
FROM mart.revision AS r
JOIN core.revisions AS c ON c.revision_id = CAST(r.revision_id AS UUID)
WHERE r.article_id = $article
ORDER BY r.revision_number
