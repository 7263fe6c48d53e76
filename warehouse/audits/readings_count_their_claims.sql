-- Every reading has as many claims as it says.
WITH counted AS (
    SELECT revision_id, extractor_version, count(*) AS claims FROM core.claims GROUP BY ALL
)
SELECT e.revision_id, e.extractor_version, e.claims AS said, coalesce(c.claims, 0) AS found
FROM core.extractions AS e
LEFT JOIN counted AS c
    ON c.revision_id = e.revision_id AND c.extractor_version = e.extractor_version
WHERE e.claims <> coalesce(c.claims, 0)
