-- Every text state of every article we saw, without its text.
-- sorted by: said_at, revision_id
-- kept by: whole
CREATE VIEW build.revision AS
SELECT
    CAST(s.revision_id AS VARCHAR) AS revision_id,
    CAST(s.article_id AS VARCHAR) AS article_id,
    s.outlet,
    s.url,
    s.title,
    s.revision_number,
    s.is_latest,
    s.published_at,
    s.modified_at,
    s.seen_at,
    s.said_at,
    s.language,
    s.agency,
    CAST(s.syndication_group AS VARCHAR) AS syndication_group,
    s.is_origin,
    e.extractor_version,
    e.claims,
    CAST(s.page_id AS VARCHAR) AS page_id,
    CAST(s.run_id AS VARCHAR) AS run_id
FROM build.state AS s
LEFT JOIN build.reading AS e ON e.revision_id = s.revision_id;
