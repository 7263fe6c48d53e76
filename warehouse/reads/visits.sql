-- Pages first asked for since a time that are worth another visit: when born, when last asked for.
-- $since
SELECT
    f.url,
    arg_max(f.outlet, f.fetched_at) AS outlet,
    coalesce(min(r.published_at), min(f.fetched_at)) AS born_at,
    max(f.fetched_at) AS asked_at
FROM raw.fetches AS f
LEFT JOIN raw.pages AS p ON p.url = f.final_url AND p.content_digest = f.content_digest
LEFT JOIN core.revisions AS r ON r.page_id = p.page_id
WHERE f.kind = 'page'
GROUP BY f.url
HAVING min(f.fetched_at) >= CAST($since AS TIMESTAMP)
    -- Gone, forbidden and wrong addresses are not asked for again.
    AND coalesce(arg_max(f.status, f.fetched_at) NOT BETWEEN 400 AND 428, true)
ORDER BY born_at DESC, f.url
