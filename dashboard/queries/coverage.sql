-- What was expected, got and read, for each outlet on each of the last days.
SELECT outlet, seen_on, expected, requests, fetched, articles, extracted, claims, failed, is_gap
FROM mart.coverage
WHERE seen_on > (SELECT max(seen_on) FROM mart.coverage) - CAST($days AS INTEGER)
ORDER BY outlet, seen_on
