-- Which of the given revisions are kept already.
-- $revisions
SELECT CAST(r.revision_id AS VARCHAR) AS revision_id
FROM core.revisions AS r
WHERE r.revision_id IN (SELECT unnest(CAST($revisions AS UUID[])))
