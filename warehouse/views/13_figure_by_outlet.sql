-- Side by side: what each outlet says about a figure now, and what it said first.
-- sorted by: figure_id, outlet
-- kept by: figure_id
CREATE VIEW build.figure_by_outlet AS
SELECT
    m.figure_id,
    any_value(m.label) AS label,
    m.outlet,
    count(*) AS mentions,
    count(DISTINCT m.article_id) AS articles,
    min(m.said_at) AS first_said_at,
    arg_min(m.surface, (m.said_at, m.claim_id)) AS first_said,
    arg_min(m.url, (m.said_at, m.claim_id)) AS first_url,
    max(m.said_at) AS last_said_at,
    arg_max(m.surface, (m.said_at, m.claim_id)) AS last_said,
    max_by(struct_pack(v := m.low), (m.said_at, m.claim_id)).v AS low,
    max_by(struct_pack(v := m.high), (m.said_at, m.claim_id)).v AS high,
    arg_max(m.bound, (m.said_at, m.claim_id)) AS bound,
    arg_max(m.hedge, (m.said_at, m.claim_id)) AS hedge,
    max_by(struct_pack(v := m.citing), (m.said_at, m.claim_id)).v AS citing,
    arg_max(m.url, (m.said_at, m.claim_id)) AS url,
    arg_max(m.claim_id, (m.said_at, m.claim_id)) AS claim_id
FROM mart.mention AS m
WHERE m.is_counted
  AND m.figure_id IN (SELECT CAST(figure_id AS VARCHAR) FROM build.scope)
GROUP BY m.figure_id, m.outlet;

COMMENT ON COLUMN build.figure_by_outlet.mentions IS 'Number of counted mentions by this outlet.';
COMMENT ON COLUMN build.figure_by_outlet.articles IS 'Number of its articles that mention it.';
COMMENT ON COLUMN build.figure_by_outlet.first_said_at IS 'When the outlet told it first, UTC.';
COMMENT ON COLUMN build.figure_by_outlet.first_said IS 'What it said first, as written.';
COMMENT ON COLUMN build.figure_by_outlet.first_url IS 'Where it said so first.';
COMMENT ON COLUMN build.figure_by_outlet.last_said_at IS 'When the outlet told it last, UTC.';
COMMENT ON COLUMN build.figure_by_outlet.last_said IS 'What it said last, as written; value, bound, hedge, citing and url are of this claim.';
