-- All claims of the given revisions that count, each in its context, in order of the text.
-- $revisions
WITH claims AS (
    SELECT * FROM core.claims
    WHERE revision_id IN (SELECT unnest(CAST($revisions AS UUID[])))
)
SELECT r.* REPLACE (coalesce(o.name, r.outlet) AS outlet) -- texts cite outlets by name
FROM build.reports_of('claims') AS r
LEFT JOIN core.outlets AS o ON o.outlet = r.outlet
ORDER BY r.revision_id, r.span_start
