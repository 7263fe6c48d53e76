-- What was asked for, got and read of each outlet on a day.
-- $day
SELECT outlet, requests, fetched, articles, extracted, claims, failed, is_gap
FROM mart.coverage
WHERE seen_on = CAST($day AS DATE)
ORDER BY outlet
