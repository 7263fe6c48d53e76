-- Every text state of every article, numbered in the order it was seen.
-- A macro, so that it can be worked out for a few articles, of which all states must be given.
CREATE MACRO build.states(revisions) AS TABLE
SELECT
    r.revision_id,
    r.article_id,
    a.url,
    coalesce(a.outlet, regexp_extract(a.url, '^[a-z]+://(?:www\.)?([^/:]+)', 1)) AS outlet,
    r.title,
    CAST(row_number() OVER states AS INTEGER) AS revision_number,
    row_number() OVER states = count(*) OVER (PARTITION BY r.article_id) AS is_latest,
    r.published_at,
    r.modified_at,
    r.seen_at,
    CASE
        WHEN row_number() OVER states = 1 THEN coalesce(r.published_at, r.seen_at)
        WHEN r.modified_at > r.published_at THEN r.modified_at
        ELSE r.seen_at
    END AS said_at,
    r.language,
    coalesce(r.agency, g.agency) AS agency,
    s.group_id AS syndication_group,
    g.origin_article_id IS NOT DISTINCT FROM r.article_id AS is_origin,
    r.page_id,
    r.run_id
FROM query_table(revisions) AS r
JOIN core.articles AS a ON a.article_id = r.article_id
LEFT JOIN core.syndication AS s ON s.article_id = r.article_id
LEFT JOIN core.syndication_groups AS g ON g.group_id = s.group_id
WINDOW states AS (PARTITION BY r.article_id ORDER BY r.seen_at, r.revision_id);

CREATE VIEW build.state AS SELECT * FROM build.states('core.revisions');

COMMENT ON COLUMN build.state.revision_number IS '1 for the first text seen.';
COMMENT ON COLUMN build.state.is_latest IS 'The last text seen.';
COMMENT ON COLUMN build.state.said_at IS 'When this text was told: published; for an edit modified, else seen. UTC.';
COMMENT ON COLUMN build.state.syndication_group IS 'Group of copies of one text.';
COMMENT ON COLUMN build.state.is_origin IS 'The group''s text comes from this article, as far as seen.';
