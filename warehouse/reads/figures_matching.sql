-- Figures last reported since a time that share a key and terms with given pairs; all declared.
-- One rare pair is enough, else it takes two; a pair that very many figures share tells nothing.
-- $since
-- $keys
-- $terms
-- $most
-- $rare
WITH
pairs AS (
    SELECT DISTINCT
        unnest(CAST($keys AS VARCHAR[])) AS key, unnest(CAST($terms AS VARCHAR[])) AS term
),
keyed AS (
    SELECT figure_id, unnest(keys) AS key, topic
    FROM core.figures
    WHERE last_reported_at >= CAST($since AS TIMESTAMP)
),
termed AS (
    SELECT figure_id, key, unnest(topic[1:8]) AS term
    FROM keyed
    WHERE key IN (SELECT key FROM pairs)
),
met AS (
    SELECT t.figure_id, t.key, count(*) OVER (PARTITION BY t.key, t.term) AS shared
    FROM termed AS t
    SEMI JOIN pairs USING (key, term)
),
found AS (
    SELECT figure_id
    FROM met
    WHERE shared <= $most
    GROUP BY figure_id, key
    HAVING count(*) > 1 OR min(shared) <= $rare
)
SELECT figure_id, label, unit, unit_kind, measure, measured_head, event, place, per,
    period_start_on, period_end_on, topic, declared, founder_claim_id, first_reported_at,
    last_reported_at, reports, keys
FROM core.figures
WHERE (
        declared IS NOT NULL
        OR figure_id IN (SELECT figure_id FROM found)
    )
  AND figure_id NOT IN (SELECT from_figure_id FROM core.merges)
ORDER BY figure_id
