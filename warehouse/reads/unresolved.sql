-- Readings that count and have not been linked by this version of the rules, or not since a person
-- decided about one of their links, in order of telling.
-- $version
SELECT r.revision_id
FROM build.reading AS e
JOIN core.revisions AS r ON r.revision_id = e.revision_id
LEFT JOIN core.resolutions AS d
    ON d.revision_id = e.revision_id
    AND d.extractor_version = e.extractor_version
    AND d.resolver_version = $version
WHERE d.revision_id IS NULL OR EXISTS (
    SELECT 1
    FROM core.decisions AS p
    JOIN core.claims AS c ON c.claim_id = p.claim_id
    WHERE c.revision_id = e.revision_id AND p.decided_at >= d.resolved_at
)
ORDER BY coalesce(r.published_at, r.seen_at), r.revision_id
