-- How fast hedges, bounds, sources, ranges and periods vanish down the chain.
SELECT caveat, depth, kept, n, round(share, 3) AS share, round(share_low, 3) AS share_low,
    round(share_high, 3) AS share_high
FROM mart.caveat_survival
ORDER BY caveat, depth
