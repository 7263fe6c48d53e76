-- Every claim that counts in its context, with all its spans: what linking and comparing work on.
-- A macro, so that the marts can be worked out from few claims without holding all texts.
CREATE MACRO build.in_context(claims, readings, states, texts) AS TABLE
SELECT
    c.*,
    s.article_id,
    s.url,
    s.outlet,
    s.title,
    s.revision_number,
    s.is_latest,
    s.published_at,
    s.modified_at,
    s.seen_at,
    s.said_at,
    s.agency,
    s.syndication_group,
    s.page_id,
    substring(r.text, c.sentence_start + 1, c.sentence_end - c.sentence_start) AS sentence,
    t.terms
FROM query_table(claims) AS c
JOIN query_table(readings) AS e
    ON e.revision_id = c.revision_id AND e.extractor_version = c.extractor_version
JOIN query_table(states) AS s ON s.revision_id = c.revision_id
JOIN query_table(texts) AS r ON r.revision_id = c.revision_id
LEFT JOIN core.topics AS t ON t.revision_id = c.revision_id;

CREATE VIEW build.report AS
SELECT *
FROM build.in_context('core.claims', 'build.reading', 'build.state', 'core.revisions');

-- The given claims in their context, at a cost that follows them and not the archive.
CREATE MACRO build.reports_of(claims) AS TABLE
WITH
own AS MATERIALIZED (SELECT * FROM query_table(claims)),
asked AS MATERIALIZED (SELECT DISTINCT revision_id FROM own),
texts AS (SELECT * FROM core.revisions WHERE revision_id IN (SELECT revision_id FROM asked)),
history AS (
    SELECT * FROM core.revisions WHERE article_id IN (SELECT article_id FROM texts)
),
states AS (SELECT * FROM build.states('history')),
extractions AS (
    SELECT * FROM core.extractions WHERE revision_id IN (SELECT revision_id FROM asked)
),
readings AS (SELECT * FROM build.readings('extractions'))
SELECT * FROM build.in_context('own', 'readings', 'states', 'texts');

CREATE VIEW build.wanted_claim AS
SELECT c.* FROM core.claims AS c WHERE c.claim_id IN (SELECT claim_id FROM main.wanted);

CREATE VIEW build.wanted_state AS
SELECT s.* FROM build.state AS s
WHERE s.revision_id IN (SELECT revision_id FROM build.wanted_claim);

CREATE VIEW build.wanted_text AS
SELECT r.revision_id, r.text FROM core.revisions AS r
WHERE r.revision_id IN (SELECT revision_id FROM build.wanted_claim);

CREATE VIEW build.wanted AS
SELECT *
FROM build.in_context(
    'build.wanted_claim', 'build.reading', 'build.wanted_state', 'build.wanted_text'
);

COMMENT ON COLUMN build.report.sentence IS 'The sentence the claim stands in.';
