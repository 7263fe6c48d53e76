-- The pages that lie in the given archive files at the given offsets.
-- $files
-- $offsets
SELECT p.page_id, p.warc_file, p.warc_offset
FROM raw.pages AS p
WHERE p.warc_file IN (SELECT unnest(CAST($files AS VARCHAR[])))
    AND p.warc_offset IN (SELECT unnest(CAST($offsets AS BIGINT[])))
