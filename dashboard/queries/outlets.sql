-- All outlets, those that say most first.
SELECT * FROM mart.outlet_card ORDER BY mentions DESC, outlet LIMIT $rows OFFSET $skip
