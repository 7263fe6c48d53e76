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
WHERE t.claim_id NOT IN (SELECT claim_id FROM mart.mention);

COMMENT ON VIEW mart.claim IS 'Who said what, exactly? Every claim of every revision, with its figure where it has one.';
