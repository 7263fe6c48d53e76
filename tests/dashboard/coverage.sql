-- Invented coverage of any size, laid into an empty warehouse: outlets, articles with one claim
-- each, revisions of every 40th article, links, comparisons, drift and findings.
-- Parameters: $figures, $largest (claims of the first figure), $each (claims of the others).

CREATE OR REPLACE TEMP MACRO id_of(kind, n) AS CAST(md5(kind || ':' || CAST(n AS VARCHAR)) AS UUID);
CREATE OR REPLACE TEMP MACRO pick(n, salt, size) AS CAST(hash(n, salt) % size AS BIGINT);

CREATE OR REPLACE TEMP TABLE names AS
SELECT * FROM (VALUES
    (0, 'harbour-wire', 'Harbour Wire', 0.93), (1, 'daily-ledger', 'Daily Ledger', 0.92),
    (2, 'canal-nine', 'Canal Nine', 1.0), (3, 'faro-del-sur', 'El Faro del Sur', 1.28),
    (4, 'northline', 'Northline News', 0.94), (5, 'public-radio', 'Public Radio Lunde', 1.15),
    (6, 'observer', 'Standard Observer', 1.42), (7, 'meridian', 'The Meridian', 1.0),
    (8, 'small-bulletin', 'Small Bulletin', 1.05), (9, 'tiny-gazette', 'Tiny Gazette', 0.8)
) AS t(n, outlet, name, bias);

CREATE OR REPLACE TEMP TABLE sources AS
SELECT * FROM (VALUES
    (0, 'Civil Defence', 'organisation'), (1, 'Interior Ministry', 'organisation'),
    (2, 'Relief Coalition', 'organisation'), (3, 'officials', 'vague'), (4, NULL, NULL)
) AS t(n, root, root_kind);

CREATE OR REPLACE TEMP TABLE subjects AS
SELECT * FROM (VALUES
    (0, 'Sarvan earthquake', 'people', 'kill', 'count', 'count', 2600),
    (1, 'Tarn dam breach', 'people', 'displace', 'count', 'count', 26000),
    (2, 'Ostra mine collapse', 'miner', 'injure', 'count', 'count', 400),
    (3, 'Mirren landslide', 'damage', NULL, 'USD', 'money', 3400000),
    (4, 'Lunde oil spill', 'oil', 'leak', 'barrel', 'volume', 52000),
    (5, 'Velden referendum', 'voter', 'support', 'percent', 'share', 52)
) AS t(n, story, head, event, unit, unit_kind, size);

CREATE OR REPLACE TEMP TABLE plan AS
WITH sizes AS (
    SELECT range AS f, CASE WHEN range = 0 THEN CAST($largest AS BIGINT) ELSE CAST($each AS BIGINT) END AS claims
    FROM range(CAST($figures AS BIGINT))
),
rows AS (SELECT f, claims, unnest(range(claims)) AS k FROM sizes),
told AS (
    SELECT
        f, k, claims, row_number() OVER (ORDER BY f, k) AS n,
        CASE WHEN pick(f * 100003 + k, 1, 11) = 0 THEN 8 + pick(f + k, 2, 2)
            ELSE pick(f * 100003 + k, 3, 8) END AS o,
        pick(f * 100003 + k, 4, 100) AS kind,
        TIMESTAMP '2026-03-01 05:11:00'
            + to_hours(pick(f, 5, 240)) + to_seconds(CAST(864000 * k / claims AS BIGINT)) AS said_at
    FROM rows
)
SELECT
    t.*, w.outlet, w.bias, s.root, s.root_kind, u.story, u.head, u.event, u.unit, u.unit_kind,
    round(u.size * (0.15 + 0.85 * least(1.0, 1.6 * k / claims)) * w.bias
        * (0.97 + pick(t.n, 6, 600) / 10000)) AS value
FROM told AS t
JOIN names AS w ON w.n = t.o
JOIN sources AS s ON s.n = pick(t.n, 7, 5)
JOIN subjects AS u ON u.n = pick(t.f, 8, 6) OR (t.f = 0 AND u.n = 0)
WHERE t.f <> 0 OR u.n = 0;

CREATE OR REPLACE TEMP TABLE said AS
SELECT
    *,
    CASE WHEN kind < 50 THEN value WHEN kind BETWEEN 75 AND 79 THEN NULL
        WHEN kind BETWEEN 80 AND 89 THEN round(value * 0.8) ELSE value END AS low,
    CASE WHEN kind < 50 THEN value WHEN kind BETWEEN 50 AND 74 THEN NULL
        WHEN kind BETWEEN 80 AND 89 THEN round(value * 1.2) ELSE value END AS high,
    CASE WHEN kind < 50 THEN 'exact' WHEN kind < 75 THEN 'at_least' WHEN kind < 80 THEN 'at_most'
        WHEN kind < 90 THEN 'between' ELSE 'exact' END AS bound,
    CASE WHEN kind >= 90 THEN 'approximate' ELSE 'none' END AS hedge,
    story || ', hour ' || CAST(k AS VARCHAR) AS title
FROM plan;

CREATE OR REPLACE TEMP TABLE written AS
SELECT
    *,
    CAST(CAST(value AS BIGINT) AS VARCHAR) AS surface,
    title || chr(10) || chr(10) || coalesce(root, 'We') || ' counted ' AS before,
    title || chr(10) || chr(10) AS headline
FROM said;

INSERT INTO raw.runs (run_id, flow, name, started_at, ended_at, status, summary, figuredrift_version)
VALUES (id_of('run', 0), 'pipeline', 'invented', TIMESTAMP '2026-03-20', TIMESTAMP '2026-03-20 00:01', 'completed', '{}', '0');

INSERT INTO core.outlets (outlet, name, country, language, kind, is_watched, run_id)
SELECT outlet, name, 'NO', 'en', 'newspaper', true, id_of('run', 0) FROM names;

INSERT INTO core.articles (article_id, url, outlet, first_seen_at, run_id)
SELECT id_of('article', n), 'https://' || outlet || '.example/' || n, outlet, said_at, id_of('run', 0)
FROM written;

INSERT INTO core.revisions
    (revision_id, article_id, text, text_digest, title, published_at, seen_at, language, run_id)
SELECT id_of('revision', n), id_of('article', n), before || surface || ' ' || head || ' on Monday.',
    id_of('text', n), title, said_at, said_at, 'en', id_of('run', 0)
FROM written
UNION ALL
SELECT id_of('again', n), id_of('article', n),
    before || CAST(CAST(value * 1.1 AS BIGINT) AS VARCHAR) || ' ' || head || ' on Monday.',
    id_of('text2', n), title, said_at, said_at + INTERVAL 5 HOUR, 'en', id_of('run', 0)
FROM written WHERE n % 40 = 0;

INSERT INTO core.extractions (revision_id, extractor_version, claims, extracted_at, run_id)
SELECT revision_id, '1', 1, seen_at, run_id FROM core.revisions;

INSERT INTO core.claims
    (claim_id, extractor_version, revision_id, run_id, span_start, span_end, surface, zone,
     sentence_start, sentence_end, sentence_index, quantity_start, quantity_end, quantity_surface,
     number_type, low, high, precision_value, unit, unit_kind, bound, hedge, is_vague, direction,
     quantity_confidence, measured, measured_head, event, measure, has_period, root, root_kind,
     speaker, citing, hops, is_direct_quote, polarity, confidence)
SELECT id_of('claim', n), '1', id_of('revision', n), id_of('run', 0), length(before),
    length(before) + length(surface), surface, 'body', length(headline),
    length(before) + length(surface) + length(head) + 12, 1, length(before),
    length(before) + length(surface), surface, 'claim', low, high, 1, unit, unit_kind, bound, hedge,
    false, 'none', 1.0, head, head, event, 'cumulative', false, root, root_kind, root, root,
    CASE WHEN root IS NULL THEN 0 ELSE 1 END, false, 'asserted', 0.95
FROM written
UNION ALL
SELECT id_of('claim2', n), '1', id_of('again', n), id_of('run', 0), length(before),
    length(before) + length(CAST(CAST(value * 1.1 AS BIGINT) AS VARCHAR)),
    CAST(CAST(value * 1.1 AS BIGINT) AS VARCHAR), 'body', length(headline),
    length(before) + length(CAST(CAST(value * 1.1 AS BIGINT) AS VARCHAR)) + length(head) + 12, 1,
    length(before), length(before) + length(CAST(CAST(value * 1.1 AS BIGINT) AS VARCHAR)),
    CAST(CAST(value * 1.1 AS BIGINT) AS VARCHAR), 'claim', round(value * 1.1), round(value * 1.1),
    1, unit, unit_kind, 'exact', 'none', false, 'none', 1.0, head, head, event, 'cumulative', false,
    root, root_kind, root, root, CASE WHEN root IS NULL THEN 0 ELSE 1 END, false, 'asserted', 0.95
FROM written WHERE n % 40 = 0;

INSERT INTO core.hops
    (claim_id, extractor_version, position, name, role, kind, is_direct_quote, run_id)
SELECT claim_id, '1', 1, root, 'speaker', root_kind, false, run_id FROM core.claims WHERE root IS NOT NULL;

INSERT INTO core.figures
    (figure_id, label, measured_head, event, unit, unit_kind, measure, first_reported_at,
     last_reported_at, reports, run_id)
SELECT id_of('figure', f), any_value(head) || ' ' || coalesce(any_value(event), 'cost') || ' · '
    || any_value(story) || CASE WHEN f > 5 THEN ' ' || f ELSE '' END, any_value(head),
    any_value(event), any_value(unit), any_value(unit_kind), 'cumulative', min(said_at),
    max(said_at), count(*), id_of('run', 0)
FROM written GROUP BY f;

INSERT INTO core.links (claim_id, extractor_version, figure_id, score, reasons, basis, linked_at, run_id)
SELECT id_of('claim', n), '1', id_of('figure', f), 0.9, ['head +0.2', 'topic +0.3'], 'rule', said_at, id_of('run', 0)
FROM written
UNION ALL
SELECT id_of('claim2', n), '1', id_of('figure', f), 0.9, ['head +0.2'], 'rule', said_at, id_of('run', 0)
FROM written WHERE n % 40 = 0;

CREATE OR REPLACE TEMP TABLE pairs AS
SELECT n, f, said_at, lag(n) OVER figure AS parent, lag(said_at) OVER figure AS parent_at,
    lag(value) OVER figure AS parent_value, value, kind, lag(kind) OVER figure AS parent_kind
FROM written WINDOW figure AS (PARTITION BY f ORDER BY said_at, n);

INSERT INTO core.comparisons
    (comparison_id, figure_id, parent_claim_id, child_claim_id, extractor_version, relation, reason,
     is_same_text, codes, lag_seconds, run_id)
SELECT id_of('pair', n), id_of('figure', f), id_of('claim', parent), id_of('claim', n), '1', 'first',
    'earlier report', false, CASE WHEN value > 1.2 * parent_value THEN 1 ELSE 0 END,
    date_diff('second', parent_at, said_at), id_of('run', 0)
FROM pairs WHERE parent IS NOT NULL
UNION ALL
SELECT id_of('edit', n), id_of('figure', f), id_of('claim', n), id_of('claim2', n), '1', 'revision',
    'the revision before', false, 1, 18000, id_of('run', 0)
FROM written WHERE n % 40 = 0;

INSERT INTO core.drift
    (drift_id, comparison_id, figure_id, parent_claim_id, child_claim_id, extractor_version, relation,
     dimension, code, ratio, lag_seconds, is_benign, run_id)
SELECT id_of('drift', n), id_of('pair', n), id_of('figure', f), id_of('claim', parent),
    id_of('claim', n), '1', 'first', 'value', 'INFLATED', value / parent_value,
    date_diff('second', parent_at, said_at), false, id_of('run', 0)
FROM pairs WHERE value > 1.2 * parent_value
UNION ALL
SELECT id_of('drift2', n), id_of('edit', n), id_of('figure', f), id_of('claim', n),
    id_of('claim2', n), '1', 'revision', 'value', 'INFLATED', 1.1, 18000, false, id_of('run', 0)
FROM written WHERE n % 40 = 0;

INSERT INTO core.findings (finding_id, figure_id, article_id, code, detail, claims, became_true_at, run_id)
SELECT id_of('silent', n), id_of('figure', f), id_of('article', n), 'SILENT_EDIT',
    'The article changed ' || surface || ' without saying so.', [id_of('claim', n), id_of('claim2', n)],
    said_at + INTERVAL 5 HOUR, id_of('run', 0)
FROM written WHERE n % 40 = 0
UNION ALL
SELECT id_of('contested', f), id_of('figure', f), NULL, 'CONTESTED',
    'Two sources give numbers that cannot both be right.',
    [id_of('claim', min(n)), id_of('claim', max(n))], max(said_at), id_of('run', 0)
FROM written GROUP BY f HAVING count(*) > 1;
