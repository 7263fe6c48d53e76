-- One figure.
SELECT * FROM mart.figure WHERE figure_id = $figure
