-- A figure that was merged into another has no links left.
SELECT m.from_figure_id, count(*) AS links
FROM core.merges AS m JOIN core.links AS l ON l.figure_id = m.from_figure_id
GROUP BY ALL
