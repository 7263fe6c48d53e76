-- No claim is linked to a figure that a person rejected for it.
WITH words AS (
    SELECT claim_id, figure_id, arg_max(verdict, (decided_at, decision_id)) AS verdict
    FROM core.decisions GROUP BY ALL
)
SELECT l.claim_id, l.figure_id
FROM core.links AS l
JOIN words AS w ON w.claim_id = l.claim_id AND w.figure_id = l.figure_id
WHERE w.verdict = 'reject'
