-- What was found about whole figures and about edits?
CREATE VIEW mart.finding AS
SELECT
    finding_id,
    code,
    figure_id,
    any_value(label) AS label,
    article_id,
    detail,
    became_true_at,
    count(*) AS claims,
    count(DISTINCT outlet) AS outlets,
    min(said_at) AS first_said_at,
    max(said_at) AS last_said_at,
    arg_min(claim_id, position) AS claim_id,
    arg_min(url, position) AS url
FROM mart.proof
GROUP BY finding_id, code, figure_id, article_id, detail, became_true_at;

COMMENT ON COLUMN mart.finding.claims IS 'Number of claims that prove it.';
COMMENT ON COLUMN mart.finding.outlets IS 'Number of outlets among them.';
COMMENT ON COLUMN mart.finding.first_said_at IS 'When the first of them was told, UTC.';
COMMENT ON COLUMN mart.finding.last_said_at IS 'When the last of them was told, UTC.';
COMMENT ON COLUMN mart.finding.claim_id IS 'The first of them.';
COMMENT ON COLUMN mart.finding.url IS 'Where it was told.';
