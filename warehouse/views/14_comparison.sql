-- Which claim was compared with which, also where nothing changed?
-- sorted by: figure_id, child_said_at, comparison_id
-- kept by: figure_id
CREATE VIEW build.comparison AS
WITH pairs AS (
    SELECT *
    FROM core.comparisons
    WHERE figure_id IS NULL OR figure_id IN (SELECT figure_id FROM main.scope)
),
codes AS (
    SELECT comparison_id, string_agg(code, ', ' ORDER BY dimension, code) AS codes
    FROM core.drift
    GROUP BY comparison_id
)
SELECT
    CAST(x.comparison_id AS VARCHAR) AS comparison_id,
    CAST(x.figure_id AS VARCHAR) AS figure_id,
    f.label,
    x.relation,
    x.reason,
    x.is_same_text,
    coalesce(d.codes, '') AS codes,
    x.codes = 0 AS is_faithful,
    x.lag_seconds,
    p.claim_id AS parent_claim_id,
    p.outlet AS parent_outlet,
    p.url AS parent_url,
    p.said_at AS parent_said_at,
    p.zone AS parent_zone,
    p.surface AS parent_surface,
    p.low AS parent_low,
    p.high AS parent_high,
    p.middle AS parent_middle,
    p.bound AS parent_bound,
    p.hedge AS parent_hedge,
    p.has_period AS parent_has_period,
    p.citing AS parent_citing,
    p.root_key AS parent_root_key,
    p.sentence AS parent_sentence,
    p.revision_id AS parent_revision_id,
    c.claim_id AS child_claim_id,
    c.outlet AS child_outlet,
    c.url AS child_url,
    c.said_at AS child_said_at,
    c.zone AS child_zone,
    c.surface AS child_surface,
    c.low AS child_low,
    c.high AS child_high,
    c.middle AS child_middle,
    c.bound AS child_bound,
    c.hedge AS child_hedge,
    c.has_period AS child_has_period,
    c.citing AS child_citing,
    c.root_key AS child_root_key,
    c.sentence AS child_sentence,
    c.revision_id AS child_revision_id,
    c.article_id AS child_article_id,
    CAST(x.run_id AS VARCHAR) AS run_id
FROM pairs AS x
JOIN build.told AS p ON p.claim_key = x.parent_claim_id AND p.extractor_version = x.extractor_version
JOIN build.told AS c ON c.claim_key = x.child_claim_id AND c.extractor_version = x.extractor_version
LEFT JOIN codes AS d ON d.comparison_id = x.comparison_id
LEFT JOIN core.figures AS f ON f.figure_id = x.figure_id;

COMMENT ON COLUMN build.comparison.codes IS 'Drift codes found, with commas between; nothing for faithful reporting.';
COMMENT ON COLUMN build.comparison.is_faithful IS 'No code was found.';
