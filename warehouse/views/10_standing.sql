-- What each outlet says about a figure, and until when: a statement stands until that outlet
-- makes another, at most 30 days.
CREATE VIEW build.standing AS
SELECT
    m.figure_id,
    m.outlet,
    m.claim_id,
    m.said_at,
    least(lead(m.said_at) OVER later, m.said_at + INTERVAL 30 DAY) AS until_at,
    lead(m.said_at) OVER later IS NULL
        AND m.said_at >= max(m.said_at) OVER (PARTITION BY m.figure_id) - INTERVAL 30 DAY
        AS is_standing,
    m.middle,
    m.low,
    m.high,
    m.fits_from,
    m.fits_to,
    m.period_end_on,
    m.root_key
FROM (
    SELECT *
    FROM mart.mention
    WHERE is_counted AND is_in_unit AND NOT is_vague
    QUALIFY row_number() OVER (
        PARTITION BY figure_id, revision_id
        ORDER BY zone IN ('headline', 'caption'), precision_value, span_start
    ) = 1
) AS m
WINDOW later AS (PARTITION BY m.figure_id, m.outlet ORDER BY m.said_at, m.claim_id);

COMMENT ON COLUMN build.standing.until_at IS 'Until when it stands, UTC: the outlet said something else, or 30 days went by.';
COMMENT ON COLUMN build.standing.is_standing IS 'It stood when the figure was told last.';
