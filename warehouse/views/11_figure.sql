-- Which figures move or are disputed?
-- sorted by: figure_id
-- kept by: figure_id
CREATE VIEW build.figure AS
WITH
scope AS (SELECT CAST(figure_id AS VARCHAR) AS figure_id FROM build.scope),
counted AS (
    SELECT m.* FROM mart.mention AS m JOIN scope USING (figure_id) WHERE m.is_counted
),
totals AS (
    SELECT
        figure_id,
        count(*) AS mentions,
        count(DISTINCT article_id) AS articles,
        count(DISTINCT outlet) AS outlets,
        count(DISTINCT root_key) AS roots,
        count(DISTINCT text_key) AS independent_texts,
        min(said_at) AS first_seen_at,
        max(said_at) AS latest_at,
        arg_min(outlet, (said_at, claim_id)) AS first_outlet,
        arg_max(outlet, (said_at, claim_id)) AS latest_outlet,
        arg_max(quantity_surface, (said_at, claim_id)) AS latest_surface,
        arg_max(middle, (said_at, claim_id)) AS latest,
        arg_min(middle, (said_at, claim_id)) FILTER (is_in_unit AND NOT is_vague) AS first_value,
        count(*) FILTER (hedge <> 'none') AS hedged,
        count(*) FILTER (hops > 0) AS attributed
    FROM counted
    GROUP BY figure_id
),
values AS (
    SELECT
        figure_id,
        coalesce(min(coalesce(low, high)) FILTER (NOT is_vague), min(coalesce(low, high))) AS lowest,
        coalesce(max(coalesce(high, low)) FILTER (NOT is_vague), max(coalesce(high, low))) AS highest
    FROM counted
    WHERE is_in_unit
    GROUP BY figure_id
),
standing AS (
    SELECT s.*
    FROM build.standing AS s JOIN scope USING (figure_id)
    WHERE s.is_standing
),
spreads AS (
    SELECT
        figure_id,
        min(middle) AS standing_low,
        max(middle) AS standing_high,
        median(middle) AS standing_median,
        CAST(max(low) AS DOUBLE) AS insisted,
        CAST(min(high) AS DOUBLE) AS allowed
    FROM standing
    GROUP BY figure_id
),
conflicts AS (
    SELECT a.figure_id, count(*) AS conflict_pairs
    FROM standing AS a
    JOIN standing AS b ON b.figure_id = a.figure_id AND a.outlet < b.outlet
    WHERE build.is_conflict(
        a.fits_from, a.fits_to, a.period_end_on, a.root_key, a.said_at,
        b.fits_from, b.fits_to, b.period_end_on, b.root_key, b.said_at
    )
    GROUP BY a.figure_id
)
SELECT
    CAST(f.figure_id AS VARCHAR) AS figure_id,
    f.label,
    f.declared,
    f.measured_head,
    f.event,
    f.place,
    f.unit,
    f.unit_kind,
    f.measure,
    f.per,
    f.period_start_on,
    t.first_seen_at,
    t.first_outlet,
    t.latest_at,
    t.latest_outlet,
    t.latest,
    t.first_value,
    t.latest_surface,
    coalesce(t.mentions, 0) AS mentions,
    coalesce(t.articles, 0) AS articles,
    coalesce(t.outlets, 0) AS outlets,
    coalesce(t.roots, 0) AS roots,
    coalesce(t.independent_texts, 0) AS independent_texts,
    v.lowest,
    v.highest,
    s.standing_low,
    s.standing_high,
    s.standing_median,
    -- An open side widens nothing: "at least 3,000" beside "5,000" is no disagreement.
    CASE WHEN s.standing_low > 0 AND coalesce(s.allowed > 0, true)
        THEN greatest(1, coalesce(s.insisted / s.allowed, 1)) END AS spread,
    coalesce(c.conflict_pairs, 0) AS conflict_pairs,
    t.hedged / t.mentions AS share_hedged,
    build.wilson_low(t.hedged, t.mentions) AS share_hedged_low,
    build.wilson_high(t.hedged, t.mentions) AS share_hedged_high,
    t.attributed / t.mentions AS share_attributed,
    build.wilson_low(t.attributed, t.mentions) AS share_attributed_low,
    build.wilson_high(t.attributed, t.mentions) AS share_attributed_high
FROM core.figures AS f
SEMI JOIN build.scope AS w ON w.figure_id = f.figure_id
LEFT JOIN totals AS t ON t.figure_id = CAST(f.figure_id AS VARCHAR)
LEFT JOIN values AS v ON v.figure_id = CAST(f.figure_id AS VARCHAR)
LEFT JOIN spreads AS s ON s.figure_id = CAST(f.figure_id AS VARCHAR)
LEFT JOIN conflicts AS c ON c.figure_id = CAST(f.figure_id AS VARCHAR)
WHERE f.figure_id NOT IN (SELECT from_figure_id FROM core.merges);

COMMENT ON COLUMN build.figure.first_seen_at IS 'When it was first told, UTC.';
COMMENT ON COLUMN build.figure.first_outlet IS 'The outlet that told it first.';
COMMENT ON COLUMN build.figure.latest_at IS 'When it was last told, UTC.';
COMMENT ON COLUMN build.figure.latest_outlet IS 'The outlet that told it last.';
COMMENT ON COLUMN build.figure.latest IS 'The value told last: the middle of a range, the known end of an open one.';
COMMENT ON COLUMN build.figure.first_value IS 'The value told first in the figure''s unit, vague counts left out.';
COMMENT ON COLUMN build.figure.latest_surface IS 'The value told last, as written.';
COMMENT ON COLUMN build.figure.mentions IS 'Number of counted mentions; n of the shares.';
COMMENT ON COLUMN build.figure.articles IS 'Number of articles.';
COMMENT ON COLUMN build.figure.outlets IS 'Number of outlets.';
COMMENT ON COLUMN build.figure.roots IS 'Number of named root sources.';
COMMENT ON COLUMN build.figure.independent_texts IS 'Number of texts that are not copies of one another.';
COMMENT ON COLUMN build.figure.lowest IS 'Lowest value ever told in the figure''s unit.';
COMMENT ON COLUMN build.figure.highest IS 'Highest value ever told in the figure''s unit.';
COMMENT ON COLUMN build.figure.standing_low IS 'Lowest of what outlets say now: the last statement of each.';
COMMENT ON COLUMN build.figure.standing_high IS 'Highest of what outlets say now.';
COMMENT ON COLUMN build.figure.standing_median IS 'The middle outlet''s value now.';
COMMENT ON COLUMN build.figure.spread IS 'The most that an outlet insists on now over the least that one allows: 1 where all can be right; empty where the lowest is not above 0.';
COMMENT ON COLUMN build.figure.conflict_pairs IS 'Pairs of outlets whose last statements cannot both be true, rounding, bounds, ranges and hedges honoured.';
COMMENT ON COLUMN build.figure.share_hedged IS 'Share of mentions with a hedge.';
COMMENT ON COLUMN build.figure.share_hedged_low IS 'Lower end of its 95 % Wilson interval.';
COMMENT ON COLUMN build.figure.share_hedged_high IS 'Upper end of its 95 % Wilson interval.';
COMMENT ON COLUMN build.figure.share_attributed IS 'Share of mentions that name a source.';
COMMENT ON COLUMN build.figure.share_attributed_low IS 'Lower end of its 95 % Wilson interval.';
COMMENT ON COLUMN build.figure.share_attributed_high IS 'Upper end of its 95 % Wilson interval.';
