-- Lowest, middle and highest value told on each day, for some figures.
SELECT figure_id, told_on, low, median, high, outlets
FROM mart.figure_daily
WHERE figure_id IN (SELECT unnest($figures)) AND median IS NOT NULL
ORDER BY figure_id, told_on
