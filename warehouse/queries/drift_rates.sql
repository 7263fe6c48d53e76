-- How often an outlet changes what, with the interval that leaves possible.
-- $outlet = %: the outlet; % for all
SELECT outlet, kind, code, pairs, n, round(share, 3) AS share, round(share_low, 3) AS share_low,
    round(share_high, 3) AS share_high, is_ranked
FROM mart.drift_rate
WHERE outlet LIKE $outlet
ORDER BY kind, code, share DESC, outlet
