-- Which changes does an outlet make? Shares of the pairs in which it is the later one.
-- sorted by: outlet, kind, share DESC, code
-- kept by: whole
CREATE VIEW build.drift_rate AS
WITH
pairs AS (
    SELECT
        comparison_id,
        child_outlet AS outlet,
        CASE relation WHEN 'revision' THEN 'edit' WHEN 'headline' THEN 'headline' ELSE 'report' END
            AS kind
    FROM mart.comparison
    WHERE NOT is_same_text
),
totals AS (SELECT outlet, kind, count(*) AS n FROM pairs GROUP BY ALL),
codes AS (
    SELECT p.outlet, p.kind, d.dimension, d.code, d.is_benign, count(*) AS pairs
    FROM pairs AS p
    JOIN mart.drift AS d ON d.comparison_id = p.comparison_id
    GROUP BY ALL
)
SELECT
    c.outlet,
    c.kind,
    c.dimension,
    c.code,
    c.is_benign,
    c.pairs,
    t.n,
    c.pairs / t.n AS share,
    build.wilson_low(c.pairs, t.n) AS share_low,
    build.wilson_high(c.pairs, t.n) AS share_high,
    t.n >= 20 AS is_ranked
FROM codes AS c
JOIN totals AS t ON t.outlet = c.outlet AND t.kind = c.kind;

COMMENT ON COLUMN build.drift_rate.kind IS 'What is compared: report (with an earlier report), edit (with the revision before), headline (with its body).';
COMMENT ON COLUMN build.drift_rate.pairs IS 'Pairs with this code.';
COMMENT ON COLUMN build.drift_rate.n IS 'Pairs compared; copies of one text are left out.';
COMMENT ON COLUMN build.drift_rate.share IS 'Pairs with this code over n.';
COMMENT ON COLUMN build.drift_rate.share_low IS 'Lower end of its 95 % Wilson interval.';
COMMENT ON COLUMN build.drift_rate.share_high IS 'Upper end of its 95 % Wilson interval.';
COMMENT ON COLUMN build.drift_rate.is_ranked IS 'n is at least 20; do not rank outlets below that.';
