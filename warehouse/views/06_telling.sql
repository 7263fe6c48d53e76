-- Every claim that counts, as readers see it; `told` holds those the marts are worked out from.

-- A macro, because a filter on the outcome would be applied only after all claims are worked out.
CREATE MACRO build.tell(reports) AS TABLE
SELECT
    CAST(r.claim_id AS VARCHAR) AS claim_id,
    r.claim_id AS claim_key,
    r.extractor_version,
    CAST(r.revision_id AS VARCHAR) AS revision_id,
    r.revision_number,
    r.is_latest,
    CAST(r.article_id AS VARCHAR) AS article_id,
    r.outlet,
    r.url,
    r.title,
    r.published_at,
    r.seen_at,
    r.said_at,
    r.zone,
    r.surface,
    r.sentence,
    r.low,
    r.high,
    CASE
        WHEN r.low IS NULL THEN CAST(r.high AS DOUBLE)
        WHEN r.high IS NULL OR r.high = r.low THEN CAST(r.low AS DOUBLE)
        ELSE (CAST(r.low AS DOUBLE) + CAST(r.high AS DOUBLE)) / 2
    END AS middle,
    CAST(r.low AS DOUBLE) - build.tolerance(r.low, r.hedge) AS fits_from,
    CAST(r.high AS DOUBLE) + build.tolerance(r.high, r.hedge) AS fits_to,
    r.quantity_surface,
    r.precision_value,
    r.unit,
    r.unit_kind,
    r.bound,
    r.hedge,
    r.is_vague,
    r.direction,
    r.change_role,
    r.measured,
    r.measured_head,
    array_to_string(r.qualifiers, ', ') AS qualifiers,
    r.event,
    r.measure,
    coalesce(r.measure_per, r.per) AS per,
    r.has_period,
    r.period_surface,
    r.period_start_on,
    r.period_end_on,
    r.as_of_on,
    r.is_period_carried,
    r.place,
    array_to_string(r.place_path, ' > ') AS place_path,
    r.speaker,
    r.root,
    r.root_kind,
    CASE
        WHEN r.root_kind <> 'vague'
            THEN lower(regexp_replace(trim(r.root), '^(the|a|an)\s+', '', 'i'))
    END AS root_key,
    r.citing,
    r.hops,
    r.is_direct_quote,
    r.polarity,
    r.confidence,
    r.doubt,
    CAST(r.syndication_group AS VARCHAR) AS syndication_group,
    CAST(coalesce(r.syndication_group, r.article_id) AS VARCHAR) AS text_key,
    r.agency,
    r.span_start,
    r.span_end,
    r.sentence_start,
    r.sentence_end,
    CAST(r.run_id AS VARCHAR) AS run_id
FROM query_table(reports) AS r
WHERE r.exact_values IS NULL OR r.low IS NOT NULL OR r.high IS NOT NULL;

CREATE VIEW build.telling AS SELECT * FROM build.tell('build.report');

CREATE VIEW build.told AS SELECT * FROM build.tell('build.wanted');

COMMENT ON COLUMN build.telling.claim_key IS 'The claim''s id in the type of schema core.';
COMMENT ON COLUMN build.telling.low IS 'Lowest value claimed, in the unit as written; empty where the side is open.';
COMMENT ON COLUMN build.telling.high IS 'Highest value claimed, in the unit as written; empty where the side is open.';
COMMENT ON COLUMN build.telling.middle IS 'One value to draw: the middle of a range, the known end of an open one.';
COMMENT ON COLUMN build.telling.fits_from IS 'Lowest value that the statement, honestly rounded, leaves possible; empty for none.';
COMMENT ON COLUMN build.telling.fits_to IS 'Highest value that the statement, honestly rounded, leaves possible; empty for none.';
COMMENT ON COLUMN build.telling.qualifiers IS 'Modifiers of what is measured, with commas between.';
COMMENT ON COLUMN build.telling.place_path IS 'The place from the country down, where known.';
COMMENT ON COLUMN build.telling.root_key IS 'The root''s name for grouping: lower case, without article; empty for vague ones.';
COMMENT ON COLUMN build.telling.text_key IS 'Syndication group, else article: equal for copies of one text.';
