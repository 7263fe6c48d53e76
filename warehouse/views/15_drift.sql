-- What changed, from whom to whom? One row a code.
-- sorted by: figure_id, child_said_at, drift_id
-- kept by: figure_id
CREATE VIEW build.drift AS
SELECT
    CAST(d.drift_id AS VARCHAR) AS drift_id,
    c.figure_id,
    c.label,
    d.dimension,
    d.code,
    d.is_benign,
    d.ratio,
    c.* EXCLUDE (
        figure_id, label, is_faithful, codes, is_same_text, parent_has_period, child_has_period,
        parent_root_key, child_root_key, run_id
    ),
    c.run_id
FROM core.drift AS d
JOIN mart.comparison AS c ON c.comparison_id = CAST(d.comparison_id AS VARCHAR)
WHERE d.figure_id IS NULL OR d.figure_id IN (SELECT figure_id FROM main.scope);
