-- Who said what, exactly? Every claim of every revision, with its figure where it has one.
CREATE VIEW mart.claim AS
SELECT * FROM mart.mention
UNION ALL BY NAME
SELECT
    CAST(NULL AS VARCHAR) AS figure_id,
    t.* EXCLUDE (claim_key, run_id),
    false AS is_counted,
    t.run_id
FROM build.telling AS t
WHERE NOT EXISTS (
    SELECT 1 FROM core.links AS l
    WHERE l.claim_id = t.claim_key AND l.extractor_version = t.extractor_version
);

COMMENT ON VIEW mart.claim IS 'Who said what, exactly? Every claim of every revision, with its figure where it has one.';
