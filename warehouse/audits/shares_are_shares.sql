-- Every share and its interval lie between 0 and 1, in order.
SELECT outlet AS thing, code AS what, share, share_low, share_high FROM mart.drift_rate
WHERE share IS NULL OR NOT (0 <= share_low AND share_low <= share AND share <= share_high AND share_high <= 1)
UNION ALL
SELECT caveat, CAST(depth AS VARCHAR), share, share_low, share_high FROM mart.caveat_survival
WHERE share IS NULL OR NOT (0 <= share_low AND share_low <= share AND share <= share_high AND share_high <= 1)
