-- Figures being worked out that readers see.
CREATE VIEW build.scope AS
SELECT figure_id FROM main.scope WHERE is_shown;
