-- Which changes one outlet makes, with n and interval.
SELECT * FROM mart.drift_rate WHERE outlet = $outlet ORDER BY share DESC, code
