-- Figures whose id begins so, two at most.
-- $start
SELECT figure_id FROM core.figures WHERE starts_with(CAST(figure_id AS VARCHAR), $start) LIMIT 2
