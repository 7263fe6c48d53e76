-- Figures that fit the filters: one page of them in the order asked for, and with them the three
-- that stand out among all that fit (by_spread, by_conflict or by_drift is 1).
WITH fitting AS (
    SELECT f.*
    FROM mart.figure AS f
    WHERE f.mentions > 0
      -- Each word anywhere in the name, whatever its case and accents.
      AND len(list_filter(
          string_split(strip_accents(lower($words)), ' '),
          lambda word: NOT contains(strip_accents(lower(f.label)), word)
      )) = 0
      AND ($unit_kind = '' OR f.unit_kind = $unit_kind)
      AND ($since IS NULL OR f.latest_at >= $since)
      AND ($until IS NULL OR f.first_seen_at < $until)
      AND ($outlet = '' OR f.figure_id IN (
          SELECT figure_id FROM mart.figure_by_outlet WHERE outlet = $outlet))
      AND ($source = '' OR f.figure_id IN (
          SELECT figure_id FROM mart.mention
          WHERE $source <> '' AND is_counted AND root_key = $source))
      -- As UUID a key takes 16 bytes instead of 50: the join fits into little memory.
      AND ($language = '' OR f.figure_id IN (
          SELECT figure_id FROM mart.mention
          WHERE $language <> '' AND CAST(revision_id AS UUID) IN (
              SELECT CAST(revision_id AS UUID) FROM mart.revision WHERE language = $language)))
),
revised AS (
    SELECT figure_id, count(*) AS revisions
    FROM mart.comparison
    WHERE relation = 'revision' AND NOT is_faithful
    GROUP BY figure_id
),
measured AS (
    SELECT
        f.*,
        coalesce(r.revisions, 0) AS revisions,
        CASE WHEN f.first_value > 0 AND f.standing_median > 0
            THEN abs(ln(f.standing_median / f.first_value)) ELSE 0 END AS moved
    FROM fitting AS f
    LEFT JOIN revised AS r ON r.figure_id = f.figure_id
),
ranked AS (
    SELECT
        figure_id, label, unit, mentions, outlets, roots, first_outlet, latest_at, spread,
        conflict_pairs, revisions, first_value, standing_median,
        count(*) OVER () AS total,
        row_number() OVER (
            ORDER BY
                CASE $sort
                    WHEN 'spread' THEN coalesce(spread, 0)
                    WHEN 'drift' THEN moved
                    WHEN 'revisions' THEN revisions
                    WHEN 'newest' THEN epoch(latest_at)
                    ELSE conflict_pairs
                END DESC,
                spread DESC NULLS LAST, mentions DESC, figure_id
        ) AS place,
        row_number() OVER (ORDER BY spread DESC NULLS LAST, mentions DESC, figure_id) AS by_spread,
        row_number() OVER (
            ORDER BY conflict_pairs DESC, spread DESC NULLS LAST, mentions DESC, figure_id
        ) AS by_conflict,
        row_number() OVER (ORDER BY moved DESC, mentions DESC, figure_id) AS by_drift
    FROM measured
)
FROM ranked
WHERE (place > $skip AND place <= $skip + $rows) OR 1 IN (by_spread, by_conflict, by_drift)
ORDER BY place
