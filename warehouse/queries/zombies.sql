-- Who still uses an overtaken figure.
SELECT label, outlet, surface, said_at, newer_outlet, newer_surface, days_stale, sentence, url,
    claim_id
FROM mart.zombie
ORDER BY days_stale DESC, finding_id
