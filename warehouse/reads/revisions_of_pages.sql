-- The revisions parsed from the given pages.
-- $pages
SELECT CAST(r.revision_id AS VARCHAR) AS revision_id
FROM core.revisions AS r
WHERE r.page_id IN (SELECT unnest(CAST($pages AS UUID[])))
