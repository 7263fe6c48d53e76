-- All claims of the given revisions that count, each in its context, in order of the text.
-- $revisions
SELECT *
FROM build.report
WHERE revision_id IN (SELECT unnest(CAST($revisions AS UUID[])))
ORDER BY revision_id, span_start
