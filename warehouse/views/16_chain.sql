-- Trace to the source: each mention with the first report its wording goes back to.
-- sorted by: figure_id, claim_id
-- kept by: figure_id
CREATE VIEW build.chain AS
WITH RECURSIVE
pair AS (
    SELECT figure_id, parent_claim_id, child_claim_id, parent_outlet, child_outlet
    FROM mart.comparison
    WHERE relation IN ('cites', 'root', 'first')
      AND figure_id IN (SELECT CAST(figure_id AS VARCHAR) FROM build.scope)
    QUALIFY row_number() OVER (
        PARTITION BY figure_id, child_claim_id ORDER BY relation, parent_said_at, parent_claim_id
    ) = 1
),
step AS (
    SELECT
        figure_id, child_claim_id AS claim_id, parent_claim_id AS root_claim_id, 1 AS depth,
        [parent_claim_id, child_claim_id] AS claims,
        parent_outlet || ' > ' || child_outlet AS path
    FROM pair
    UNION ALL
    SELECT
        s.figure_id, s.claim_id, p.parent_claim_id, s.depth + 1,
        list_prepend(p.parent_claim_id, s.claims),
        p.parent_outlet || ' > ' || s.path
    FROM step AS s
    JOIN pair AS p ON p.figure_id = s.figure_id AND p.child_claim_id = s.root_claim_id
    WHERE s.depth < 100 AND NOT list_contains(s.claims, p.parent_claim_id)
),
whole AS (
    SELECT * FROM step QUALIFY row_number() OVER (
        PARTITION BY figure_id, claim_id ORDER BY depth DESC
    ) = 1
)
SELECT
    m.figure_id,
    m.label,
    m.claim_id,
    m.outlet,
    m.said_at,
    coalesce(w.root_claim_id, m.claim_id) AS root_claim_id,
    CAST(coalesce(w.depth, 0) AS INTEGER) AS depth,
    coalesce(w.path, m.outlet) AS path
FROM mart.mention AS m
LEFT JOIN whole AS w ON w.figure_id = m.figure_id AND w.claim_id = m.claim_id
WHERE m.is_counted AND m.figure_id IN (SELECT CAST(figure_id AS VARCHAR) FROM build.scope);

COMMENT ON COLUMN build.chain.root_claim_id IS 'The first report it goes back to; itself where there is none.';
COMMENT ON COLUMN build.chain.depth IS 'Reports between them, plus 1; 0 for a first report.';
COMMENT ON COLUMN build.chain.path IS 'Outlets from the first report to this one.';
