-- Links and readings a person should look at first.
-- $most = 20: rows
SELECT label, outlet, surface, sentence, round(link_score, 2) AS link_score,
    round(confidence, 2) AS confidence, doubt, is_extreme, link_reasons, claim_id, figure_id
FROM mart.review
ORDER BY priority DESC, claim_id
LIMIT CAST($most AS BIGINT)
