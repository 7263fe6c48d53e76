-- Every drift belongs to a comparison, and every comparison has as many codes as it says.
WITH counted AS (SELECT comparison_id, count(*) AS codes FROM core.drift GROUP BY ALL)
SELECT coalesce(c.comparison_id, d.comparison_id) AS comparison_id, c.codes AS said, d.codes AS found
FROM core.comparisons AS c
FULL JOIN counted AS d ON d.comparison_id = c.comparison_id
WHERE c.codes IS DISTINCT FROM coalesce(d.codes, 0)
