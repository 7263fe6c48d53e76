-- The latest reports of each of the given figures, at most so many, with the figure.
-- Which those are is found on a few columns, before their claims are taken up whole.
-- $figures
-- $most
WITH
linked AS MATERIALIZED (
    SELECT l.figure_id, c.claim_id, c.extractor_version, c.revision_id
    FROM core.links AS l
    JOIN core.claims AS c ON c.claim_id = l.claim_id AND c.extractor_version = l.extractor_version
    WHERE l.figure_id IN (SELECT unnest(CAST($figures AS UUID[])))
),
extractions AS (
    SELECT * FROM core.extractions WHERE revision_id IN (SELECT revision_id FROM linked)
),
latest AS MATERIALIZED (
    SELECT l.figure_id, l.claim_id, l.extractor_version
    FROM linked AS l
    JOIN build.readings('extractions') AS e
        ON e.revision_id = l.revision_id AND e.extractor_version = l.extractor_version
    JOIN core.revisions AS r ON r.revision_id = l.revision_id
    QUALIFY row_number() OVER (
        PARTITION BY l.figure_id ORDER BY coalesce(r.published_at, r.seen_at) DESC, l.claim_id
    ) <= $most
),
claims AS (
    SELECT c.* FROM core.claims AS c SEMI JOIN latest USING (claim_id, extractor_version)
)
SELECT l.figure_id, r.* REPLACE (coalesce(o.name, r.outlet) AS outlet) -- texts cite outlets by name
FROM build.reports_of('claims') AS r
JOIN latest AS l ON l.claim_id = r.claim_id AND l.extractor_version = r.extractor_version
LEFT JOIN core.outlets AS o ON o.outlet = r.outlet
ORDER BY l.figure_id, coalesce(r.published_at, r.seen_at), r.claim_id
