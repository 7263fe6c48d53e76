-- Who still uses an overtaken figure?
CREATE VIEW mart.zombie AS
WITH ends AS (
    SELECT finding_id, min(position) AS newer, max(position) AS stale
    FROM mart.proof WHERE code = 'ZOMBIE' GROUP BY ALL
)
SELECT
    z.finding_id,
    z.figure_id,
    z.label,
    z.detail,
    z.claim_id,
    z.outlet,
    z.url,
    z.said_at,
    z.surface,
    z.sentence,
    newer.claim_id AS newer_claim_id,
    newer.outlet AS newer_outlet,
    newer.surface AS newer_surface,
    newer.said_at AS newer_since,
    date_diff('day', newer.said_at, z.said_at) AS days_stale
FROM ends AS e
JOIN mart.proof AS z ON z.finding_id = e.finding_id AND z.position = e.stale
LEFT JOIN mart.proof AS newer
    ON newer.finding_id = e.finding_id AND newer.position = e.newer AND e.newer < e.stale
WHERE z.code = 'ZOMBIE';

COMMENT ON COLUMN mart.zombie.newer_since IS 'Since when a newer figure has been told, UTC.';
COMMENT ON COLUMN mart.zombie.days_stale IS 'Days between the newer figure and the use of the old one.';
