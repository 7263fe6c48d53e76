-- What lies in the warehouse.
SELECT
    (SELECT count(*) FROM mart.figure WHERE mentions > 0) AS figures,
    (SELECT CAST(sum(mentions) AS BIGINT) FROM mart.figure) AS mentions,
    (SELECT CAST(sum(articles) AS BIGINT) FROM mart.outlet_card) AS articles,
    (SELECT count(*) FROM mart.revision) AS revisions,
    (SELECT count(*) FROM mart.outlet_card) AS outlets,
    (SELECT min(said_at) FROM mart.revision) AS first_at,
    (SELECT max(said_at) FROM mart.revision) AS last_at,
    (SELECT max(extractor_version) FROM mart.revision) AS extractor_version
