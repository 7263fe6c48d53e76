-- Which version of the extractor counts for each revision: the last one that read it.
CREATE VIEW build.reading AS
SELECT
    revision_id,
    arg_max(extractor_version, (extracted_at, extractor_version)) AS extractor_version,
    arg_max(claims, (extracted_at, extractor_version)) AS claims,
    max(extracted_at) AS extracted_at
FROM core.extractions
GROUP BY revision_id;
