-- The latest reports of each of the given figures, at most so many, with the figure.
-- $figures
-- $most
WITH
linked AS MATERIALIZED (
    SELECT figure_id, claim_id, extractor_version
    FROM core.links
    WHERE figure_id IN (SELECT unnest(CAST($figures AS UUID[])))
),
claims AS (
    SELECT c.* FROM core.claims AS c SEMI JOIN linked USING (claim_id, extractor_version)
)
SELECT l.figure_id, r.* REPLACE (coalesce(o.name, r.outlet) AS outlet) -- texts cite outlets by name
FROM build.reports_of('claims') AS r
JOIN linked AS l ON l.claim_id = r.claim_id AND l.extractor_version = r.extractor_version
LEFT JOIN core.outlets AS o ON o.outlet = r.outlet
QUALIFY row_number() OVER (
    PARTITION BY l.figure_id ORDER BY coalesce(r.published_at, r.seen_at) DESC, r.claim_id
) <= $most
ORDER BY l.figure_id, coalesce(r.published_at, r.seen_at), r.claim_id
