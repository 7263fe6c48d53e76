-- All outlets, those that say most first.
SELECT *, count(*) OVER () AS total FROM mart.outlet_card ORDER BY mentions DESC, outlet LIMIT $rows OFFSET $skip
