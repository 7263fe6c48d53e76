-- The record of a source: what goes back to it, and how its figures are passed on.
-- sorted by: mentions DESC, root_key
-- kept by: whole
CREATE VIEW build.source_card AS
WITH
mentions AS (
    SELECT
        root_key,
        mode(root) AS root,
        mode(root_kind) AS root_kind,
        count(*) AS mentions,
        count(DISTINCT figure_id) AS figures,
        count(DISTINCT outlet) AS outlets,
        count(*) FILTER (hops > 1) AS secondhand,
        count(*) FILTER (hedge <> 'none') AS hedged,
        min(said_at) AS first_seen_at,
        max(said_at) AS latest_at
    FROM mart.mention
    WHERE is_counted AND root_key IS NOT NULL
    GROUP BY root_key
),
pairs AS (
    SELECT
        parent_root_key AS root_key,
        count(*) AS pairs,
        count(*) FILTER (is_faithful) AS faithful,
        count(*) FILTER (child_root_key = parent_root_key) AS kept
    FROM mart.comparison
    WHERE NOT is_same_text AND relation IN ('cites', 'root', 'first')
      AND parent_root_key IS NOT NULL
    GROUP BY parent_root_key
)
SELECT
    m.root_key,
    m.root,
    m.root_kind,
    m.mentions,
    m.figures,
    m.outlets,
    m.first_seen_at,
    m.latest_at,
    m.secondhand / m.mentions AS share_secondhand,
    build.wilson_low(m.secondhand, m.mentions) AS share_secondhand_low,
    build.wilson_high(m.secondhand, m.mentions) AS share_secondhand_high,
    m.hedged / m.mentions AS share_hedged,
    build.wilson_low(m.hedged, m.mentions) AS share_hedged_low,
    build.wilson_high(m.hedged, m.mentions) AS share_hedged_high,
    p.faithful / p.pairs AS share_faithful,
    coalesce(p.pairs, 0) AS share_faithful_n,
    build.wilson_low(p.faithful, p.pairs) AS share_faithful_low,
    build.wilson_high(p.faithful, p.pairs) AS share_faithful_high,
    p.kept / p.pairs AS share_roots_kept,
    coalesce(p.pairs, 0) AS share_roots_kept_n,
    build.wilson_low(p.kept, p.pairs) AS share_roots_kept_low,
    build.wilson_high(p.kept, p.pairs) AS share_roots_kept_high,
    coalesce(p.pairs, 0) >= 20 AS is_ranked
FROM mentions AS m
LEFT JOIN pairs AS p ON p.root_key = m.root_key;

COMMENT ON COLUMN build.source_card.root IS 'The source, as most write it.';
COMMENT ON COLUMN build.source_card.mentions IS 'Mentions that go back to it; n of share_secondhand and share_hedged.';
COMMENT ON COLUMN build.source_card.figures IS 'Figures among them.';
COMMENT ON COLUMN build.source_card.outlets IS 'Outlets among them.';
COMMENT ON COLUMN build.source_card.first_seen_at IS 'First mention, UTC.';
COMMENT ON COLUMN build.source_card.latest_at IS 'Last mention, UTC.';
COMMENT ON COLUMN build.source_card.share_secondhand IS 'Share told through somebody else.';
COMMENT ON COLUMN build.source_card.share_secondhand_low IS 'Lower end of its 95 % Wilson interval.';
COMMENT ON COLUMN build.source_card.share_secondhand_high IS 'Upper end of its 95 % Wilson interval.';
COMMENT ON COLUMN build.source_card.share_faithful IS 'Share of the reports after one that names it in which nothing changed.';
COMMENT ON COLUMN build.source_card.share_roots_kept IS 'Share of the reports after one that names it that name it too.';
COMMENT ON COLUMN build.source_card.share_roots_kept_n IS 'Those pairs: n of share_faithful and share_roots_kept.';
COMMENT ON COLUMN build.source_card.is_ranked IS 'At least 20 pairs were compared; do not rank sources below that.';
