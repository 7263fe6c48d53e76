-- The marts hold every link of the figures shown whose reading counts: none lost, none twice.
WITH shown AS (SELECT CAST(figure_id AS UUID) AS figure_id FROM mart.figure),
want AS (
    SELECT count(*) AS n FROM core.links AS l
    JOIN build.telling AS t ON t.claim_key = l.claim_id AND t.extractor_version = l.extractor_version
    WHERE l.figure_id IN (FROM shown)
),
have AS (SELECT count(*) AS n, count(DISTINCT (figure_id, claim_id)) AS keys FROM mart.mention)
SELECT want.n AS links, have.n AS mentions, have.keys AS different
FROM want, have
WHERE want.n <> have.n OR have.n <> have.keys
