-- Figures last reported since a time, and all declared ones.
-- $since
SELECT figure_id, label, unit, unit_kind, measure, measured_head, event, place, per,
    period_start_on, period_end_on, topic, declared, founder_claim_id, first_reported_at,
    last_reported_at, reports, keys
FROM core.figures
WHERE (last_reported_at >= CAST($since AS TIMESTAMP) OR declared IS NOT NULL)
  AND figure_id NOT IN (SELECT from_figure_id FROM core.merges)
ORDER BY figure_id
