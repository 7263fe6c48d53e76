-- Which version of the extractor counts for each revision: the last one that read it.
-- A macro, so that it can be worked out for a few revisions: what is grouped is not filtered before.
CREATE MACRO build.readings(extractions) AS TABLE
SELECT
    revision_id,
    arg_max(extractor_version, (extracted_at, extractor_version)) AS extractor_version,
    arg_max(claims, (extracted_at, extractor_version)) AS claims,
    max(extracted_at) AS extracted_at
FROM query_table(extractions)
GROUP BY revision_id;

CREATE VIEW build.reading AS SELECT * FROM build.readings('core.extractions');
