-- The marts hold every link whose reading counts: none lost, none twice.
WITH want AS (
    SELECT count(*) AS n FROM core.links AS l
    JOIN build.telling AS t ON t.claim_key = l.claim_id AND t.extractor_version = l.extractor_version
    JOIN core.figures AS f ON f.figure_id = l.figure_id
),
have AS (SELECT count(*) AS n, count(DISTINCT (figure_id, claim_id)) AS keys FROM mart.mention)
SELECT want.n AS links, have.n AS mentions, have.keys AS different
FROM want, have
WHERE want.n <> have.n OR have.n <> have.keys
