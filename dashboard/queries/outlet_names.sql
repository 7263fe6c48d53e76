-- Names of outlets for people.
SELECT outlet, coalesce(name, outlet) AS name FROM mart.outlet_card ORDER BY outlet
