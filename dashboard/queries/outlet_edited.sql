-- How many of one outlet's articles changed a number without notice.
SELECT count(DISTINCT article_id) AS articles
FROM mart.proof
WHERE code = 'SILENT_EDIT' AND outlet = $outlet
