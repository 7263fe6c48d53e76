-- What should a person look at first? Unsure links and readings that move what is shown.
-- sorted by: priority DESC, claim_id
-- kept by: whole
CREATE VIEW build.review AS
SELECT
    m.claim_id,
    m.figure_id,
    m.label,
    m.outlet,
    m.url,
    m.said_at,
    m.surface,
    m.sentence,
    m.link_score,
    m.link_reasons,
    m.confidence,
    m.doubt,
    coalesce(m.low, m.high) = f.lowest OR coalesce(m.high, m.low) = f.highest AS is_extreme,
    (1 - m.link_score * m.confidence)
        * CASE WHEN coalesce(m.low, m.high) = f.lowest OR coalesce(m.high, m.low) = f.highest
            THEN 3 ELSE 1 END
        * ln(1 + f.mentions) AS priority
FROM mart.mention AS m
JOIN mart.figure AS f ON f.figure_id = m.figure_id
WHERE m.is_counted AND m.is_latest AND m.link_basis <> 'accepted'
  AND m.link_score * m.confidence < 0.9
QUALIFY row_number() OVER (ORDER BY priority DESC, m.claim_id) <= 10000;

COMMENT ON COLUMN build.review.is_extreme IS 'It is the lowest or highest value shown for the figure.';
COMMENT ON COLUMN build.review.priority IS 'Doubt, times 3 for an extreme value, times the logarithm of the figure''s mentions.';
