-- Every revision that names a page has it.
SELECT r.revision_id, r.page_id
FROM core.revisions AS r
ANTI JOIN raw.pages AS p ON p.page_id = r.page_id
WHERE r.page_id IS NOT NULL
