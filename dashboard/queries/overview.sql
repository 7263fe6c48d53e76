-- Figures that fit the filters, one page of them, in the order asked for.
WITH fitting AS (
    SELECT f.*
    FROM mart.figure AS f
    WHERE f.mentions > 0
      AND ($words = '' OR contains(lower(f.label), lower($words)))
      AND ($unit_kind = '' OR f.unit_kind = $unit_kind)
      AND ($since IS NULL OR f.latest_at >= $since)
      AND ($until IS NULL OR f.first_seen_at < $until)
      AND ($outlet = '' OR f.figure_id IN (
          SELECT figure_id FROM mart.figure_by_outlet WHERE outlet = $outlet))
      AND ($source = '' OR f.figure_id IN (
          SELECT figure_id FROM mart.mention
          WHERE $source <> '' AND is_counted AND root_key = $source))
      AND ($language = '' OR f.figure_id IN (
          SELECT m.figure_id FROM mart.mention AS m
          JOIN mart.revision AS r ON r.revision_id = m.revision_id
          WHERE $language <> '' AND r.language = $language))
),
revised AS (
    SELECT figure_id, count(*) AS revisions
    FROM mart.comparison
    WHERE relation = 'revision' AND NOT is_faithful
    GROUP BY figure_id
),
firsts AS (
    SELECT figure_id, arg_min(middle, (said_at, claim_id)) AS first_value
    FROM mart.mention
    WHERE is_counted AND is_in_unit AND NOT is_vague
    GROUP BY figure_id
)
SELECT
    f.figure_id, f.label, f.unit, f.unit_kind, f.measure, f.per, f.mentions, f.outlets, f.roots,
    f.independent_texts, f.first_seen_at, f.first_outlet, f.latest_at, f.latest,
    f.standing_low, f.standing_high, f.spread, f.conflict_pairs,
    coalesce(r.revisions, 0) AS revisions, s.first_value,
    count(*) OVER () AS total
FROM fitting AS f
LEFT JOIN revised AS r ON r.figure_id = f.figure_id
LEFT JOIN firsts AS s ON s.figure_id = f.figure_id
ORDER BY
    CASE $sort
        WHEN 'spread' THEN coalesce(f.spread, 0)
        WHEN 'drift' THEN coalesce(abs(ln(nullif(greatest(f.latest, 0), 0) / nullif(greatest(s.first_value, 0), 0))), 0)
        WHEN 'revisions' THEN coalesce(r.revisions, 0)
        WHEN 'newest' THEN epoch(f.latest_at)
        ELSE f.conflict_pairs
    END DESC,
    f.spread DESC NULLS LAST, f.mentions DESC, f.figure_id
LIMIT $rows OFFSET $skip
