-- No figure is told above its highest or below its lowest value.
SELECT m.figure_id, m.claim_id, m.low, m.high, f.lowest, f.highest
FROM mart.mention AS m JOIN mart.figure AS f ON f.figure_id = m.figure_id
WHERE m.is_counted AND m.is_in_unit AND NOT m.is_vague
  AND (coalesce(m.low, m.high) < f.lowest OR coalesce(m.high, m.low) > f.highest)
