-- How often each code was found.
SELECT code, count(DISTINCT finding_id) AS times FROM mart.proof GROUP BY code ORDER BY times DESC, code
