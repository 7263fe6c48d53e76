-- Who disagrees about the same period.
SELECT label, a_outlet, a_surface, a_citing, b_outlet, b_surface, b_citing, gap, became_true_at,
    a_url, b_url
FROM mart.contested
ORDER BY became_true_at DESC NULLS LAST, finding_id
