-- The record of an outlet: what it tells, how it hedges and attributes, what it changes.
-- sorted by: outlet
-- kept by: whole
CREATE VIEW build.outlet_card AS
WITH
articles AS (
    SELECT outlet, count(DISTINCT article_id) AS articles,
        count(*) FILTER (is_latest AND revision_number > 1) AS edited_articles,
        sum(claims) AS claims, min(said_at) AS first_seen_at, max(said_at) AS latest_at
    FROM mart.revision GROUP BY outlet
),
mentions AS (
    SELECT
        outlet,
        count(*) AS mentions,
        count(DISTINCT figure_id) AS figures,
        count(*) FILTER (hedge <> 'none') AS hedged,
        count(*) FILTER (hops > 0) AS attributed,
        count(*) FILTER (root_kind = 'vague') AS vague
    FROM mart.mention WHERE is_counted GROUP BY outlet
),
firsts AS (
    SELECT outlet, count(*) FILTER (position = 1) AS first_reports,
        CAST(median(lag_seconds) AS DOUBLE) AS median_lag_seconds
    FROM mart.origin GROUP BY outlet
),
pairs AS (
    SELECT
        child_outlet AS outlet,
        count(*) AS pairs,
        count(*) FILTER (is_faithful) AS faithful,
        count(*) FILTER (parent_hedge <> 'none') AS hedged_pairs,
        count(*) FILTER (parent_hedge <> 'none' AND child_hedge <> 'none') AS hedges_kept,
        count(*) FILTER (parent_root_key IS NOT NULL) AS rooted_pairs,
        count(*) FILTER (parent_root_key = child_root_key) AS roots_kept
    FROM mart.comparison
    WHERE NOT is_same_text AND relation IN ('cites', 'root', 'first')
    GROUP BY child_outlet
),
findings AS (
    SELECT outlet, count(DISTINCT finding_id) AS silent_edits
    FROM mart.proof WHERE code = 'SILENT_EDIT' GROUP BY outlet
)
SELECT
    a.outlet,
    o.name,
    o.country,
    a.articles,
    a.edited_articles,
    CAST(a.claims AS BIGINT) AS claims,
    a.first_seen_at,
    a.latest_at,
    coalesce(m.mentions, 0) AS mentions,
    coalesce(m.figures, 0) AS figures,
    coalesce(f.first_reports, 0) AS first_reports,
    f.median_lag_seconds,
    m.hedged / m.mentions AS share_hedged,
    build.wilson_low(m.hedged, m.mentions) AS share_hedged_low,
    build.wilson_high(m.hedged, m.mentions) AS share_hedged_high,
    m.attributed / m.mentions AS share_attributed,
    build.wilson_low(m.attributed, m.mentions) AS share_attributed_low,
    build.wilson_high(m.attributed, m.mentions) AS share_attributed_high,
    m.vague / nullif(m.attributed, 0) AS share_vague,
    coalesce(m.attributed, 0) AS share_vague_n,
    build.wilson_low(m.vague, m.attributed) AS share_vague_low,
    build.wilson_high(m.vague, m.attributed) AS share_vague_high,
    p.faithful / p.pairs AS share_faithful,
    coalesce(p.pairs, 0) AS share_faithful_n,
    build.wilson_low(p.faithful, p.pairs) AS share_faithful_low,
    build.wilson_high(p.faithful, p.pairs) AS share_faithful_high,
    p.hedges_kept / nullif(p.hedged_pairs, 0) AS share_hedges_kept,
    coalesce(p.hedged_pairs, 0) AS share_hedges_kept_n,
    build.wilson_low(p.hedges_kept, p.hedged_pairs) AS share_hedges_kept_low,
    build.wilson_high(p.hedges_kept, p.hedged_pairs) AS share_hedges_kept_high,
    p.roots_kept / nullif(p.rooted_pairs, 0) AS share_roots_kept,
    coalesce(p.rooted_pairs, 0) AS share_roots_kept_n,
    build.wilson_low(p.roots_kept, p.rooted_pairs) AS share_roots_kept_low,
    build.wilson_high(p.roots_kept, p.rooted_pairs) AS share_roots_kept_high,
    coalesce(e.silent_edits, 0) AS silent_edits,
    coalesce(p.pairs, 0) >= 20 AS is_ranked
FROM articles AS a
LEFT JOIN core.outlets AS o ON o.outlet = a.outlet
LEFT JOIN mentions AS m ON m.outlet = a.outlet
LEFT JOIN firsts AS f ON f.outlet = a.outlet
LEFT JOIN pairs AS p ON p.outlet = a.outlet
LEFT JOIN findings AS e ON e.outlet = a.outlet;

COMMENT ON COLUMN build.outlet_card.articles IS 'Articles seen.';
COMMENT ON COLUMN build.outlet_card.edited_articles IS 'Articles seen with more than one text.';
COMMENT ON COLUMN build.outlet_card.claims IS 'Claims read in all revisions.';
COMMENT ON COLUMN build.outlet_card.first_seen_at IS 'Its first article, UTC.';
COMMENT ON COLUMN build.outlet_card.latest_at IS 'Its last article, UTC.';
COMMENT ON COLUMN build.outlet_card.mentions IS 'Counted mentions of figures; n of share_hedged and share_attributed.';
COMMENT ON COLUMN build.outlet_card.figures IS 'Figures mentioned.';
COMMENT ON COLUMN build.outlet_card.first_reports IS 'Figures it told first.';
COMMENT ON COLUMN build.outlet_card.median_lag_seconds IS 'Median of its delay behind the first outlet, seconds.';
COMMENT ON COLUMN build.outlet_card.share_vague IS 'Of the mentions with a source, share whose root is vague.';
COMMENT ON COLUMN build.outlet_card.share_vague_n IS 'Mentions with a source: n of share_vague.';
COMMENT ON COLUMN build.outlet_card.share_vague_low IS 'Lower end of its 95 % Wilson interval.';
COMMENT ON COLUMN build.outlet_card.share_vague_high IS 'Upper end of its 95 % Wilson interval.';
COMMENT ON COLUMN build.outlet_card.share_faithful IS 'Share of its pairs with an earlier report in which nothing changed.';
COMMENT ON COLUMN build.outlet_card.share_faithful_n IS 'Those pairs: n of share_faithful.';
COMMENT ON COLUMN build.outlet_card.share_faithful_low IS 'Lower end of its 95 % Wilson interval.';
COMMENT ON COLUMN build.outlet_card.share_faithful_high IS 'Upper end of its 95 % Wilson interval.';
COMMENT ON COLUMN build.outlet_card.share_hedges_kept IS 'Share of the earlier reports'' hedges it keeps.';
COMMENT ON COLUMN build.outlet_card.share_hedges_kept_n IS 'Pairs whose earlier report had a hedge: n of share_hedges_kept.';
COMMENT ON COLUMN build.outlet_card.share_hedges_kept_low IS 'Lower end of its 95 % Wilson interval.';
COMMENT ON COLUMN build.outlet_card.share_hedges_kept_high IS 'Upper end of its 95 % Wilson interval.';
COMMENT ON COLUMN build.outlet_card.share_roots_kept IS 'Share of the earlier reports'' root sources it keeps.';
COMMENT ON COLUMN build.outlet_card.share_roots_kept_n IS 'Pairs whose earlier report named a root: n of share_roots_kept.';
COMMENT ON COLUMN build.outlet_card.share_roots_kept_low IS 'Lower end of its 95 % Wilson interval.';
COMMENT ON COLUMN build.outlet_card.share_roots_kept_high IS 'Upper end of its 95 % Wilson interval.';
COMMENT ON COLUMN build.outlet_card.silent_edits IS 'Numbers it changed without notice.';
COMMENT ON COLUMN build.outlet_card.is_ranked IS 'At least 20 pairs were compared; do not rank outlets below that.';
