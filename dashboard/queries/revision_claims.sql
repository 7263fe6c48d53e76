-- The claims of one revision in text order, each once: those of a figure, and those of none.
-- Not from mart.claim, which compares with the mentions of all revisions: 100 MB and 100 ms.
WITH figured AS (
    SELECT
        claim_id, figure_id, label, span_start, span_end, surface, low, high, unit, bound, hedge,
        measured, event, measure, per, period_surface, root, citing, polarity, confidence
    FROM mart.mention
    WHERE revision_id = $revision
    QUALIFY row_number() OVER (PARTITION BY claim_id ORDER BY figure_id) = 1
),
every AS (
    FROM figured
    UNION ALL BY NAME
    SELECT
        claim_id, span_start, span_end, surface, low, high, unit, bound, hedge, measured, event,
        measure, per, period_surface, root, citing, polarity, confidence
    FROM build.telling
    WHERE revision_id = $revision AND claim_id NOT IN (SELECT claim_id FROM figured)
)
SELECT * REPLACE (CAST(low AS DOUBLE) AS low, CAST(high AS DOUBLE) AS high)
FROM every
ORDER BY span_start, span_end, figure_id
