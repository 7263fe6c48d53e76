-- What was parsed of the given revisions.
-- $revisions
SELECT
    r.revision_id,
    a.url,
    r.text,
    r.title,
    coalesce(o.name, a.outlet) AS outlet, -- texts cite outlets by name
    r.published_at,
    r.published_from,
    r.published_offset,
    r.modified_at,
    r.modified_from,
    r.authors,
    r.section,
    r.language,
    r.agency,
    r.zones
FROM core.revisions AS r
JOIN core.articles AS a ON a.article_id = r.article_id
LEFT JOIN core.outlets AS o ON o.outlet = a.outlet
WHERE r.revision_id IN (SELECT unnest(CAST($revisions AS UUID[])))
ORDER BY r.seen_at, r.revision_id
