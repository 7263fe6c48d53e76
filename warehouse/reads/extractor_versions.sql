-- Versions of the extractor that have read anything, the one that read last at the end.
SELECT extractor_version FROM core.extractions GROUP BY extractor_version ORDER BY max(extracted_at)
