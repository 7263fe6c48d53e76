-- What lies in the warehouse.
SELECT
    (SELECT count(*) FROM mart.figure WHERE mentions > 0) AS figures,
    (SELECT count(*) FROM mart.mention WHERE is_counted) AS mentions,
    (SELECT count(DISTINCT article_id) FROM mart.revision) AS articles,
    (SELECT count(*) FROM mart.revision) AS revisions,
    (SELECT count(*) FROM mart.outlet_card) AS outlets,
    (SELECT min(said_at) FROM mart.revision) AS first_at,
    (SELECT max(said_at) FROM mart.revision) AS last_at,
    (SELECT max(extractor_version) FROM mart.revision) AS extractor_version
