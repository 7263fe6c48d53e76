-- Claims of a figure under the filters of its page, newest first, with quote and proof.
SELECT
    m.claim_id, m.said_at, m.outlet, m.surface, m.sentence, m.span_start - m.sentence_start AS quoted_from,
    m.span_end - m.sentence_start AS quoted_to, CAST(m.low AS DOUBLE) AS low,
    CAST(m.high AS DOUBLE) AS high, m.unit, m.bound, m.hedge, m.root, m.root_key, m.citing,
    m.polarity, m.period_surface, m.url, m.title, m.article_id, m.revision_number, m.zone,
    m.is_in_unit, m.is_vague, m.link_score, m.confidence,
    count(*) OVER () AS total
FROM mart.mention AS m
WHERE m.figure_id = $figure AND m.is_counted
  AND (len($outlets) = 0 OR m.outlet IN (SELECT unnest($outlets)))
  AND (len($sources) = 0 OR coalesce(m.root, '') IN (SELECT unnest($sources)))
ORDER BY m.said_at DESC, m.claim_id
LIMIT $rows OFFSET $skip
