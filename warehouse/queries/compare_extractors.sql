-- What two versions of the extractor read differently in the revisions both have read.
-- $a: the earlier version
-- $b: the later version
WITH both_read AS (
    SELECT revision_id FROM core.extractions WHERE extractor_version = $a
    INTERSECT
    SELECT revision_id FROM core.extractions WHERE extractor_version = $b
),
old AS (
    SELECT c.* FROM core.claims AS c SEMI JOIN both_read USING (revision_id)
    WHERE c.extractor_version = $a
),
new AS (
    SELECT c.* FROM core.claims AS c SEMI JOIN both_read USING (revision_id)
    WHERE c.extractor_version = $b
),
pairs AS (
    SELECT
        coalesce(new.revision_id, old.revision_id) AS revision_id,
        coalesce(new.claim_id, old.claim_id) AS claim_id,
        coalesce(new.surface, old.surface) AS surface,
        coalesce(new.span_start, old.span_start) AS span_start,
        coalesce(new.sentence_start, old.sentence_start) AS sentence_start,
        coalesce(new.sentence_end, old.sentence_end) AS sentence_end,
        unnest(
            CASE
                WHEN old.claim_id IS NULL THEN [{'field': 'found', 'was': NULL, 'is': new.surface}]
                WHEN new.claim_id IS NULL THEN [{'field': 'lost', 'was': old.surface, 'is': NULL}]
                ELSE list_filter([
                    {'field': 'low',
                     'was': regexp_replace(CAST(old.low AS VARCHAR), '\.?0*$', ''),
                     'is': regexp_replace(CAST(new.low AS VARCHAR), '\.?0*$', '')},
                    {'field': 'high',
                     'was': regexp_replace(CAST(old.high AS VARCHAR), '\.?0*$', ''),
                     'is': regexp_replace(CAST(new.high AS VARCHAR), '\.?0*$', '')},
                    {'field': 'unit', 'was': old.unit, 'is': new.unit},
                    {'field': 'bound', 'was': old.bound, 'is': new.bound},
                    {'field': 'hedge', 'was': old.hedge, 'is': new.hedge},
                    {'field': 'measured', 'was': old.measured_head, 'is': new.measured_head},
                    {'field': 'measure', 'was': old.measure, 'is': new.measure},
                    {'field': 'polarity', 'was': old.polarity, 'is': new.polarity},
                    {'field': 'citing', 'was': old.citing, 'is': new.citing},
                    {'field': 'period',
                     'was': concat_ws('..', old.period_start_on, old.period_end_on),
                     'is': concat_ws('..', new.period_start_on, new.period_end_on)}
                ], lambda one: one['was'] IS DISTINCT FROM one['is'])
            END
        ) AS change
    FROM old
    FULL JOIN new ON new.claim_id = old.claim_id
)
SELECT
    p.change['field'] AS field,
    p.change['was'] AS was,
    p.change['is'] AS now,
    p.surface,
    substring(r.text, p.sentence_start + 1, p.sentence_end - p.sentence_start) AS sentence,
    a.url,
    p.claim_id
FROM pairs AS p
JOIN core.revisions AS r ON r.revision_id = p.revision_id
JOIN core.articles AS a ON a.article_id = r.article_id
ORDER BY field, a.url, p.span_start
