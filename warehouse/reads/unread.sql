-- Revisions that this version of the extractor has not read, in the order they were seen.
-- $version
SELECT r.revision_id
FROM core.revisions AS r
WHERE NOT EXISTS (
    SELECT 1 FROM core.extractions AS e
    WHERE e.revision_id = r.revision_id AND e.extractor_version = $version
)
ORDER BY r.seen_at, r.revision_id
