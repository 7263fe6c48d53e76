-- Which changes the reports of a figure make, most frequent first, each with the last example.
SELECT
    dimension, code, is_benign, count(*) AS times,
    arg_max(
        struct_pack(
            outlet := child_outlet, at := child_said_at, before := parent_surface,
            after := child_surface
        ),
        (child_said_at, drift_id)
    ) AS latest
FROM mart.drift
WHERE figure_id = $figure
GROUP BY dimension, code, is_benign
ORDER BY is_benign, times DESC, code
