-- The claims that prove each finding.
-- sorted by: figure_id, finding_id, position
-- kept by: figure_id
CREATE VIEW build.proof AS
WITH found AS (
    SELECT *
    FROM core.findings
    WHERE figure_id IS NULL OR figure_id IN (SELECT figure_id FROM main.scope)
),
proofs AS (
    SELECT finding_id, unnest(claims) AS claim_key, generate_subscripts(claims, 1) AS position
    FROM found
)
SELECT
    CAST(f.figure_id AS VARCHAR) AS figure_id,
    g.label,
    CAST(f.article_id AS VARCHAR) AS article_id,
    CAST(f.finding_id AS VARCHAR) AS finding_id,
    f.code,
    f.detail,
    f.became_true_at,
    CAST(p.position AS INTEGER) AS position,
    t.claim_id,
    t.outlet,
    t.url,
    t.said_at,
    t.seen_at,
    t.surface,
    t.sentence,
    t.low,
    t.high,
    t.fits_from,
    t.fits_to,
    t.bound,
    t.hedge,
    t.citing,
    t.root_key,
    t.period_end_on,
    t.revision_id,
    t.revision_number,
    t.text_key
FROM found AS f
JOIN proofs AS p ON p.finding_id = f.finding_id
JOIN build.told AS t ON t.claim_key = p.claim_key
LEFT JOIN core.figures AS g ON g.figure_id = f.figure_id;

COMMENT ON COLUMN build.proof.position IS 'Place of the claim in the proof, from 1, earliest first.';
COMMENT ON COLUMN build.proof.detail IS 'The finding in one plain sentence.';
COMMENT ON COLUMN build.proof.code IS 'The finding''s code, as defined in docs/drift.md.';
