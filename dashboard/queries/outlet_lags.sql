-- How long after the first report one outlet told each of its figures, shortest first.
SELECT lag_seconds FROM mart.origin WHERE outlet = $outlet ORDER BY lag_seconds
