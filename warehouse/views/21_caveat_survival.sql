-- How fast do caveats vanish down the chain? Each claim against the first report of its chain.
-- sorted by: caveat, depth
-- kept by: whole
CREATE VIEW build.caveat_survival AS
WITH pairs AS (
    SELECT
        c.depth,
        root.hedge <> 'none' AS root_hedge, m.hedge <> 'none' AS hedge,
        root.bound IN ('at_least', 'more_than', 'at_most', 'less_than') AS root_bound,
        m.bound = root.bound AS bound,
        root.root_key IS NOT NULL AS root_root, m.root_key IS NOT DISTINCT FROM root.root_key AS root,
        root.bound = 'between' AS root_range, m.bound = 'between' AS range,
        root.has_period AS root_period, m.has_period AS period
    FROM mart.chain AS c
    JOIN mart.mention AS m ON m.figure_id = c.figure_id AND m.claim_id = c.claim_id
    JOIN mart.mention AS root ON root.figure_id = c.figure_id AND root.claim_id = c.root_claim_id
    WHERE c.depth > 0 AND m.text_key <> root.text_key
),
answers AS (
    SELECT depth, 'hedge' AS caveat, hedge AS is_kept FROM pairs WHERE root_hedge
    UNION ALL SELECT depth, 'bound', bound FROM pairs WHERE root_bound
    UNION ALL SELECT depth, 'root', root FROM pairs WHERE root_root
    UNION ALL SELECT depth, 'range', range FROM pairs WHERE root_range
    UNION ALL SELECT depth, 'period', period FROM pairs WHERE root_period
)
SELECT
    caveat,
    depth,
    count(*) AS n,
    count(*) FILTER (is_kept) AS kept,
    kept / n AS share,
    build.wilson_low(kept, n) AS share_low,
    build.wilson_high(kept, n) AS share_high
FROM answers
GROUP BY caveat, depth;

COMMENT ON COLUMN build.caveat_survival.caveat IS 'hedge, bound, root (source), range or period of the first report.';
COMMENT ON COLUMN build.caveat_survival.n IS 'Claims at this depth whose first report had it.';
COMMENT ON COLUMN build.caveat_survival.kept IS 'Those that still have it.';
COMMENT ON COLUMN build.caveat_survival.share IS 'kept over n.';
