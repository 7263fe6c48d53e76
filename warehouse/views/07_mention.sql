-- Every claim that is about a figure.
-- sorted by: figure_id, said_at, claim_id
-- kept by: figure_id
CREATE VIEW build.mention AS
WITH linked AS (
    SELECT
        CAST(l.figure_id AS VARCHAR) AS figure_id,
        f.label,
        t.* EXCLUDE (claim_key, run_id),
        l.score AS link_score,
        l.basis AS link_basis,
        array_to_string(l.reasons, '; ') AS link_reasons,
        t.unit = f.unit AS is_in_unit,
        row_number() OVER (
            PARTITION BY l.figure_id, t.revision_id, t.zone
            ORDER BY t.polarity <> 'asserted', t.is_vague, t.precision_value, t.span_start
        ) AS nth,
        t.run_id
    FROM core.links AS l
    JOIN core.figures AS f ON f.figure_id = l.figure_id
    JOIN build.told AS t
        ON t.claim_key = l.claim_id AND t.extractor_version = l.extractor_version
    WHERE l.figure_id IN (SELECT figure_id FROM build.scope)
)
SELECT
    * EXCLUDE (nth, run_id),
    nth = 1 AND polarity = 'asserted'
        AND (low, high, bound, hedge, root_key)
            IS DISTINCT FROM lag((low, high, bound, hedge, root_key)) OVER (
                PARTITION BY figure_id, article_id, zone, nth ORDER BY revision_number
            ) AS is_counted,
    run_id
FROM linked;

COMMENT ON COLUMN build.mention.label IS 'Name of the figure, for people.';
COMMENT ON COLUMN build.mention.link_score IS 'How sure it is that the claim is about this figure, 0 to 1.';
COMMENT ON COLUMN build.mention.link_basis IS 'Who decided that: rule, declared or accepted (by a person).';
COMMENT ON COLUMN build.mention.link_reasons IS 'Why, with semicolons between.';
COMMENT ON COLUMN build.mention.is_in_unit IS 'It is told in the figure''s main unit, so that values can be compared.';
COMMENT ON COLUMN build.mention.is_counted IS 'It counts: asserted, the most precise of its article''s zone, and not an unchanged repetition by a later revision.';
