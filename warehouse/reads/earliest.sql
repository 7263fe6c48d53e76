-- When the earliest of the given revisions was told.
-- $revisions
SELECT min(coalesce(published_at, seen_at))
FROM core.revisions
WHERE revision_id IN (SELECT unnest(CAST($revisions AS UUID[])))
