-- Versions of the extractor: what each has read, and for how many revisions it counts.
SELECT e.extractor_version, count(*) AS revisions, CAST(sum(e.claims) AS BIGINT) AS claims,
    min(e.extracted_at) AS first_at, max(e.extracted_at) AS last_at,
    count(*) FILTER (r.extractor_version = e.extractor_version) AS counts_for
FROM core.extractions AS e
JOIN build.reading AS r ON r.revision_id = e.revision_id
GROUP BY e.extractor_version
ORDER BY last_at DESC, e.extractor_version
