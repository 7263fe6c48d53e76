-- Series that cannot be right: sums and running totals that do not fit.
SELECT code, label, detail, earlier_outlet, earlier_surface, later_outlet, later_surface, later_url
FROM mart.arithmetic
ORDER BY label, finding_id
