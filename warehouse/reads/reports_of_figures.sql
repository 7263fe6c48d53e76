-- The latest reports of each of the given figures, at most so many, with the figure.
-- $figures
-- $most
SELECT l.figure_id, r.* REPLACE (coalesce(o.name, r.outlet) AS outlet) -- texts cite outlets by name
FROM core.links AS l
JOIN build.report AS r ON r.claim_id = l.claim_id AND r.extractor_version = l.extractor_version
LEFT JOIN core.outlets AS o ON o.outlet = r.outlet
WHERE l.figure_id IN (SELECT unnest(CAST($figures AS UUID[])))
QUALIFY row_number() OVER (
    PARTITION BY l.figure_id ORDER BY coalesce(r.published_at, r.seen_at) DESC, r.claim_id
) <= $most
ORDER BY l.figure_id, coalesce(r.published_at, r.seen_at), r.claim_id
