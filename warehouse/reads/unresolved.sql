-- Readings that count and have not been linked by this version of the rules, in order of telling.
-- $version
SELECT r.revision_id
FROM build.reading AS e
JOIN core.revisions AS r ON r.revision_id = e.revision_id
WHERE NOT EXISTS (
    SELECT 1 FROM core.resolutions AS d
    WHERE d.revision_id = e.revision_id
      AND d.extractor_version = e.extractor_version
      AND d.resolver_version = $version
)
ORDER BY coalesce(r.published_at, r.seen_at), r.revision_id
