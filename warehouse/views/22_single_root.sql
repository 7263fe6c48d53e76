-- Is the agreement real? Figures of several outlets that all go back to one source or one text.
CREATE VIEW mart.single_root AS
SELECT
    f.finding_id,
    f.figure_id,
    f.label,
    f.detail,
    f.became_true_at,
    count(DISTINCT p.outlet) AS outlets,
    count(DISTINCT p.root_key) AS roots,
    count(DISTINCT p.text_key) AS independent_texts,
    any_value(p.root_key) AS root_key,
    string_agg(DISTINCT p.outlet, ', ' ORDER BY p.outlet) AS outlet_names
FROM mart.finding AS f
JOIN mart.proof AS p ON p.figure_id = f.figure_id AND p.finding_id = f.finding_id
WHERE f.code = 'SINGLE_ROOT'
GROUP BY ALL;

COMMENT ON COLUMN mart.single_root.outlets IS 'Outlets in the proof.';
COMMENT ON COLUMN mart.single_root.roots IS 'Named root sources in the proof.';
COMMENT ON COLUMN mart.single_root.independent_texts IS 'Texts in the proof that are not copies of one another.';
COMMENT ON COLUMN mart.single_root.outlet_names IS 'The outlets, with commas between.';
