-- All claims of the given revisions that count, each in its context, in order of the text.
-- $revisions
SELECT r.* REPLACE (coalesce(o.name, r.outlet) AS outlet) -- texts cite outlets by name
FROM build.report AS r
LEFT JOIN core.outlets AS o ON o.outlet = r.outlet
WHERE r.revision_id IN (SELECT unnest(CAST($revisions AS UUID[])))
ORDER BY r.revision_id, r.span_start
