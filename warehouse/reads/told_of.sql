-- Failures for which no server was asked, and when each was last told.
-- $since
SELECT f.reason, f.thing, max(f.failed_at) AS told_at
FROM raw.failures AS f
WHERE f.stage = 'fetch' AND f.failed_at >= CAST($since AS TIMESTAMP)
    AND f.reason IN ('robots', 'robots_unreachable', 'too_slow', 'dns', 'forbidden_address', 'bad_url')
GROUP BY f.reason, f.thing
