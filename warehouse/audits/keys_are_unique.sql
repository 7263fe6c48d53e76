-- No key stands twice in any table.
SELECT 'raw.pages' AS relation, CAST(page_id AS VARCHAR) AS key, count(*) AS n FROM raw.pages GROUP BY ALL HAVING n > 1
UNION ALL SELECT 'raw.fetches', CAST(fetch_id AS VARCHAR), count(*) AS n FROM raw.fetches GROUP BY ALL HAVING n > 1
UNION ALL SELECT 'raw.failures', CAST(failure_id AS VARCHAR), count(*) AS n FROM raw.failures GROUP BY ALL HAVING n > 1
UNION ALL SELECT 'core.articles', CAST(article_id AS VARCHAR), count(*) AS n FROM core.articles GROUP BY ALL HAVING n > 1
UNION ALL SELECT 'core.revisions', CAST(revision_id AS VARCHAR), count(*) AS n FROM core.revisions GROUP BY ALL HAVING n > 1
UNION ALL SELECT 'core.extractions', revision_id || ' ' || extractor_version, count(*) AS n FROM core.extractions GROUP BY ALL HAVING n > 1
UNION ALL SELECT 'core.claims', claim_id || ' ' || extractor_version, n FROM (
    SELECT claim_id, extractor_version, count(*) AS n FROM core.claims GROUP BY ALL HAVING n > 1)
UNION ALL SELECT 'core.links', claim_id || ' ' || extractor_version, n FROM (
    SELECT claim_id, extractor_version, count(*) AS n FROM core.links GROUP BY ALL HAVING n > 1)
UNION ALL SELECT 'core.hops', claim_id || ' ' || position, n FROM (
    SELECT claim_id, extractor_version, position, count(*) AS n FROM core.hops GROUP BY ALL HAVING n > 1)
UNION ALL SELECT 'core.figures', CAST(figure_id AS VARCHAR), count(*) AS n FROM core.figures GROUP BY ALL HAVING n > 1
UNION ALL SELECT 'core.comparisons', CAST(comparison_id AS VARCHAR), count(*) AS n FROM core.comparisons GROUP BY ALL HAVING n > 1
UNION ALL SELECT 'core.drift', CAST(drift_id AS VARCHAR), count(*) AS n FROM core.drift GROUP BY ALL HAVING n > 1
UNION ALL SELECT 'core.findings', CAST(finding_id AS VARCHAR), count(*) AS n FROM core.findings GROUP BY ALL HAVING n > 1
UNION ALL SELECT 'core.syndication', CAST(article_id AS VARCHAR), count(*) AS n FROM core.syndication GROUP BY ALL HAVING n > 1
