-- All sources, those that most statements go back to first.
SELECT *, count(*) OVER () AS total
FROM mart.source_card
ORDER BY mentions DESC, root_key
LIMIT $rows OFFSET $skip
