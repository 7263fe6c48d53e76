-- Which of the given pages are kept already.
-- $pages
SELECT CAST(p.page_id AS VARCHAR) AS page_id
FROM raw.pages AS p
WHERE p.page_id IN (SELECT unnest(CAST($pages AS UUID[])))
