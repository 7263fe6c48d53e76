-- The validators last given for each address, to ask whether it has changed since.
SELECT url, etag, last_modified
FROM raw.fetches
WHERE status = 200 AND (etag IS NOT NULL OR last_modified IS NOT NULL)
QUALIFY row_number() OVER (PARTITION BY url ORDER BY fetched_at DESC) = 1
