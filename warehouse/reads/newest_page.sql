-- Where the page archived last lies.
SELECT warc_file, warc_offset, CAST(content_digest AS VARCHAR), url
FROM raw.pages
WHERE warc_file IS NOT NULL
ORDER BY seen_at DESC, warc_file DESC, warc_offset DESC
LIMIT 1
