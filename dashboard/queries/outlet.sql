-- The record of one outlet.
SELECT * FROM mart.outlet_card WHERE outlet = $outlet
