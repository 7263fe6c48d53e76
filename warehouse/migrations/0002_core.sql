-- What was read and what was made of it: outlets, articles, claims, figures, drift.

CREATE TABLE core.outlets (
    outlet         VARCHAR NOT NULL,
    name           VARCHAR,
    homepage       VARCHAR,
    country        VARCHAR,
    language       VARCHAR,
    kind           VARCHAR,
    also_known_as  VARCHAR[],
    hosts          VARCHAR[],
    expected_a_day INTEGER,
    is_watched     BOOLEAN NOT NULL,
    run_id         UUID NOT NULL
);
COMMENT ON TABLE core.outlets IS 'Outlets watched or met.';
COMMENT ON COLUMN core.outlets.outlet IS 'Key of the outlet, as in the watchlist; a host name where it is not listed there.';
COMMENT ON COLUMN core.outlets.name IS 'Name for people.';
COMMENT ON COLUMN core.outlets.homepage IS 'Address of its front page.';
COMMENT ON COLUMN core.outlets.country IS 'ISO 3166 code of its country.';
COMMENT ON COLUMN core.outlets.language IS 'ISO 639-1 code of its main language.';
COMMENT ON COLUMN core.outlets.kind IS 'newspaper, broadcaster, agency, online, ...';
COMMENT ON COLUMN core.outlets.also_known_as IS 'Other names under which it is cited.';
COMMENT ON COLUMN core.outlets.hosts IS 'Host names its articles stand on.';
COMMENT ON COLUMN core.outlets.expected_a_day IS 'Articles expected a day, where the watchlist says.';
COMMENT ON COLUMN core.outlets.is_watched IS 'It is in the watchlist.';
COMMENT ON COLUMN core.outlets.run_id IS 'The run that first wrote this row.';

CREATE TABLE core.articles (
    article_id    UUID NOT NULL,
    url           VARCHAR NOT NULL,
    outlet        VARCHAR,
    first_seen_at TIMESTAMP NOT NULL,
    run_id        UUID NOT NULL
);
COMMENT ON TABLE core.articles IS 'The things at canonical URLs.';
COMMENT ON COLUMN core.articles.article_id IS 'Digest of the canonical URL.';
COMMENT ON COLUMN core.articles.url IS 'Canonical URL.';
COMMENT ON COLUMN core.articles.outlet IS 'Outlet that publishes it.';
COMMENT ON COLUMN core.articles.first_seen_at IS 'When we first saw it, UTC.';
COMMENT ON COLUMN core.articles.run_id IS 'The run that first saw it.';

CREATE TABLE core.revisions (
    revision_id    UUID NOT NULL,
    article_id     UUID NOT NULL,
    page_id        UUID,
    text           VARCHAR NOT NULL,
    text_digest    UUID NOT NULL,
    title          VARCHAR,
    published_at   TIMESTAMP,
    published_from VARCHAR,
    modified_at    TIMESTAMP,
    modified_from  VARCHAR,
    seen_at        TIMESTAMP NOT NULL,
    authors        VARCHAR[],
    section        VARCHAR,
    language       VARCHAR,
    agency         VARCHAR,
    zones          STRUCT(span_start INTEGER, span_end INTEGER, zone VARCHAR)[],
    parser_version VARCHAR,
    run_id         UUID NOT NULL
);
COMMENT ON TABLE core.revisions IS 'Every text state of every article.';
COMMENT ON COLUMN core.revisions.revision_id IS 'Digest of canonical URL and text.';
COMMENT ON COLUMN core.revisions.article_id IS 'The article.';
COMMENT ON COLUMN core.revisions.page_id IS 'The page it was parsed from.';
COMMENT ON COLUMN core.revisions.text IS 'Text with the headline first; every span points into it.';
COMMENT ON COLUMN core.revisions.text_digest IS 'Digest of the text alone; equal texts of two outlets have equal digests.';
COMMENT ON COLUMN core.revisions.title IS 'Headline.';
COMMENT ON COLUMN core.revisions.published_at IS 'When the outlet says it was published, UTC.';
COMMENT ON COLUMN core.revisions.published_from IS 'Where that was read: json-ld, meta, feed, ...';
COMMENT ON COLUMN core.revisions.modified_at IS 'When the outlet says it was changed, UTC.';
COMMENT ON COLUMN core.revisions.modified_from IS 'Where that was read.';
COMMENT ON COLUMN core.revisions.seen_at IS 'When we first saw this text, UTC.';
COMMENT ON COLUMN core.revisions.authors IS 'Names in the byline.';
COMMENT ON COLUMN core.revisions.section IS 'Section of the outlet.';
COMMENT ON COLUMN core.revisions.language IS 'ISO 639-1 code of the text.';
COMMENT ON COLUMN core.revisions.agency IS 'Wire credit found in metadata or byline.';
COMMENT ON COLUMN core.revisions.zones IS 'Stretches of the text that are headline, caption or table.';
COMMENT ON COLUMN core.revisions.parser_version IS 'Version of the parser that made this text.';
COMMENT ON COLUMN core.revisions.run_id IS 'The run that parsed it.';

CREATE TABLE core.extractions (
    revision_id       UUID NOT NULL,
    extractor_version VARCHAR NOT NULL,
    claims            INTEGER NOT NULL,
    extracted_at      TIMESTAMP NOT NULL,
    run_id            UUID NOT NULL
);
COMMENT ON TABLE core.extractions IS 'Which revisions were read, by which version of the extractor.';
COMMENT ON COLUMN core.extractions.revision_id IS 'The revision read.';
COMMENT ON COLUMN core.extractions.extractor_version IS 'Version of the extractor.';
COMMENT ON COLUMN core.extractions.claims IS 'Claims found; may be 0.';
COMMENT ON COLUMN core.extractions.extracted_at IS 'When, UTC.';
COMMENT ON COLUMN core.extractions.run_id IS 'The run that read it.';

CREATE TABLE core.resolutions (
    revision_id       UUID NOT NULL,
    extractor_version VARCHAR NOT NULL,
    resolver_version  VARCHAR NOT NULL,
    resolved_at       TIMESTAMP NOT NULL,
    run_id            UUID NOT NULL
);
COMMENT ON TABLE core.resolutions IS 'Which readings were linked to figures already; key: revision_id and extractor_version.';
COMMENT ON COLUMN core.resolutions.revision_id IS 'The revision.';
COMMENT ON COLUMN core.resolutions.extractor_version IS 'Version of the extractor that read it.';
COMMENT ON COLUMN core.resolutions.resolver_version IS 'Version of the rules that linked it.';
COMMENT ON COLUMN core.resolutions.resolved_at IS 'When, UTC.';
COMMENT ON COLUMN core.resolutions.run_id IS 'The run that linked it.';

CREATE TABLE core.claims (
    claim_id            UUID NOT NULL,
    extractor_version   VARCHAR NOT NULL,
    revision_id         UUID NOT NULL,
    run_id              UUID NOT NULL,
    span_start          INTEGER NOT NULL,
    span_end            INTEGER NOT NULL,
    surface             VARCHAR NOT NULL,
    zone                VARCHAR NOT NULL,
    sentence_start      INTEGER NOT NULL,
    sentence_end        INTEGER NOT NULL,
    sentence_index      INTEGER NOT NULL,
    quantity_start      INTEGER NOT NULL,
    quantity_end        INTEGER NOT NULL,
    quantity_surface    VARCHAR NOT NULL,
    number_type         VARCHAR NOT NULL,
    low                 DECIMAL(38, 9),
    high                DECIMAL(38, 9),
    precision_value     DECIMAL(38, 9),
    exact_values        VARCHAR,
    unit                VARCHAR NOT NULL,
    unit_kind           VARCHAR NOT NULL,
    unit_start          INTEGER,
    unit_end            INTEGER,
    bound               VARCHAR NOT NULL,
    bound_start         INTEGER,
    bound_end           INTEGER,
    hedge               VARCHAR NOT NULL,
    hedge_start         INTEGER,
    hedge_end           INTEGER,
    is_vague            BOOLEAN NOT NULL,
    direction           VARCHAR NOT NULL,
    change_role         VARCHAR,
    per                 VARCHAR,
    per_start           INTEGER,
    per_end             INTEGER,
    partner_start       INTEGER,
    quantity_confidence DOUBLE NOT NULL,
    quantity_doubt      VARCHAR,
    measured_start      INTEGER,
    measured_end        INTEGER,
    measured            VARCHAR,
    measured_head       VARCHAR,
    qualifiers          VARCHAR[],
    event               VARCHAR,
    event_start         INTEGER,
    event_end           INTEGER,
    measure             VARCHAR NOT NULL,
    measure_per         VARCHAR,
    measure_per_start   INTEGER,
    measure_per_end     INTEGER,
    has_period          BOOLEAN NOT NULL,
    period_surface      VARCHAR,
    period_span_start   INTEGER,
    period_span_end     INTEGER,
    period_start_on     DATE,
    period_end_on       DATE,
    as_of_on            DATE,
    period_precision    VARCHAR,
    period_rule         VARCHAR,
    is_period_carried   BOOLEAN,
    place               VARCHAR,
    place_start         INTEGER,
    place_end           INTEGER,
    place_path          VARCHAR[],
    speaker             VARCHAR,
    root                VARCHAR,
    root_kind           VARCHAR,
    citing              VARCHAR,
    hops                INTEGER NOT NULL,
    is_direct_quote     BOOLEAN NOT NULL,
    polarity            VARCHAR NOT NULL,
    polarity_start      INTEGER,
    polarity_end        INTEGER,
    confidence          DOUBLE NOT NULL,
    doubt               VARCHAR
);
COMMENT ON TABLE core.claims IS 'Numeric claims as read from one revision by one version of the extractor; key: claim_id and extractor_version.';
COMMENT ON COLUMN core.claims.claim_id IS 'Digest of revision and span.';
COMMENT ON COLUMN core.claims.extractor_version IS 'Version of the extractor; marts use the last one that read the revision.';
COMMENT ON COLUMN core.claims.revision_id IS 'The revision it stands in.';
COMMENT ON COLUMN core.claims.run_id IS 'The run that read it.';
COMMENT ON COLUMN core.claims.span_start IS 'First character of the claim in the revision''s text.';
COMMENT ON COLUMN core.claims.span_end IS 'One past its last character.';
COMMENT ON COLUMN core.claims.surface IS 'The claim as written.';
COMMENT ON COLUMN core.claims.zone IS 'headline, lead, body, caption or table.';
COMMENT ON COLUMN core.claims.sentence_start IS 'First character of its sentence.';
COMMENT ON COLUMN core.claims.sentence_end IS 'One past the sentence''s last character.';
COMMENT ON COLUMN core.claims.sentence_index IS 'Number of the sentence in the text, from 0.';
COMMENT ON COLUMN core.claims.quantity_start IS 'First character of the number with its range and scale words.';
COMMENT ON COLUMN core.claims.quantity_end IS 'One past its last character.';
COMMENT ON COLUMN core.claims.quantity_surface IS 'The number as written.';
COMMENT ON COLUMN core.claims.number_type IS 'claim, or the type that kept it from being one.';
COMMENT ON COLUMN core.claims.low IS 'Lowest value claimed, in base units; empty where the side is open.';
COMMENT ON COLUMN core.claims.high IS 'Highest value claimed, in base units; empty where the side is open.';
COMMENT ON COLUMN core.claims.precision_value IS 'Place value of the last digit written: 1000 for "21 thousand".';
COMMENT ON COLUMN core.claims.exact_values IS 'Low, high and precision as JSON text, only where they do not fit their columns.';
COMMENT ON COLUMN core.claims.unit IS 'count, an ISO 4217 code, percent, percentage_point, times or an English unit.';
COMMENT ON COLUMN core.claims.unit_kind IS 'count, money, share, mass, ...';
COMMENT ON COLUMN core.claims.unit_start IS 'First character of the unit where it stands apart from the number.';
COMMENT ON COLUMN core.claims.unit_end IS 'One past its last character.';
COMMENT ON COLUMN core.claims.bound IS 'exact, at_least, more_than, at_most, less_than or between.';
COMMENT ON COLUMN core.claims.bound_start IS 'First character of the words that say so.';
COMMENT ON COLUMN core.claims.bound_end IS 'One past their last character.';
COMMENT ON COLUMN core.claims.hedge IS 'none, approximate, estimated or unverified.';
COMMENT ON COLUMN core.claims.hedge_start IS 'First character of the words that say so.';
COMMENT ON COLUMN core.claims.hedge_end IS 'One past their last character.';
COMMENT ON COLUMN core.claims.is_vague IS 'An interval by convention: "dozens".';
COMMENT ON COLUMN core.claims.direction IS 'up, down or none: the change it states.';
COMMENT ON COLUMN core.claims.change_role IS 'Its role in that change: by, from, to or times.';
COMMENT ON COLUMN core.claims.per IS 'What the number is a rate of: day, month, 100000 people.';
COMMENT ON COLUMN core.claims.per_start IS 'First character of the words that say so.';
COMMENT ON COLUMN core.claims.per_end IS 'One past their last character.';
COMMENT ON COLUMN core.claims.partner_start IS 'First character of the number it belongs to (from and to, a conversion in brackets).';
COMMENT ON COLUMN core.claims.quantity_confidence IS '0 to 1, for the reading of the number.';
COMMENT ON COLUMN core.claims.quantity_doubt IS 'The rule that lowered it.';
COMMENT ON COLUMN core.claims.measured_start IS 'First character of the counted noun phrase.';
COMMENT ON COLUMN core.claims.measured_end IS 'One past its last character.';
COMMENT ON COLUMN core.claims.measured IS 'The counted noun phrase as written.';
COMMENT ON COLUMN core.claims.measured_head IS 'Lemma of its head.';
COMMENT ON COLUMN core.claims.qualifiers IS 'Its modifiers, lower case.';
COMMENT ON COLUMN core.claims.event IS 'Lemma of what happened: kill, open.';
COMMENT ON COLUMN core.claims.event_start IS 'First character of that word.';
COMMENT ON COLUMN core.claims.event_end IS 'One past its last character.';
COMMENT ON COLUMN core.claims.measure IS 'level, period, cumulative, rate or change.';
COMMENT ON COLUMN core.claims.measure_per IS 'Per what, for a rate.';
COMMENT ON COLUMN core.claims.measure_per_start IS 'First character of the words that say so.';
COMMENT ON COLUMN core.claims.measure_per_end IS 'One past their last character.';
COMMENT ON COLUMN core.claims.has_period IS 'A period was read.';
COMMENT ON COLUMN core.claims.period_surface IS 'The period as written.';
COMMENT ON COLUMN core.claims.period_span_start IS 'First character of the period''s words.';
COMMENT ON COLUMN core.claims.period_span_end IS 'One past their last character.';
COMMENT ON COLUMN core.claims.period_start_on IS 'First day; empty where the words do not resolve.';
COMMENT ON COLUMN core.claims.period_end_on IS 'Last day, inclusive.';
COMMENT ON COLUMN core.claims.as_of_on IS 'The day the figure stood at.';
COMMENT ON COLUMN core.claims.period_precision IS 'day, week, month, quarter, year, decade or none.';
COMMENT ON COLUMN core.claims.period_rule IS 'The rule that resolved it.';
COMMENT ON COLUMN core.claims.is_period_carried IS 'The words stand in another sentence.';
COMMENT ON COLUMN core.claims.place IS 'The place as written.';
COMMENT ON COLUMN core.claims.place_start IS 'First character of the place.';
COMMENT ON COLUMN core.claims.place_end IS 'One past its last character.';
COMMENT ON COLUMN core.claims.place_path IS 'From the country down, where known.';
COMMENT ON COLUMN core.claims.speaker IS 'First hop of the chain: who said it.';
COMMENT ON COLUMN core.claims.root IS 'Last hop of the chain: whom it goes back to.';
COMMENT ON COLUMN core.claims.root_kind IS 'person, organisation, outlet, document or vague.';
COMMENT ON COLUMN core.claims.citing IS 'The whole chain as text, speaker first: "spokeswoman < prosecutors".';
COMMENT ON COLUMN core.claims.hops IS 'Length of the chain; 0 is the outlet''s own voice.';
COMMENT ON COLUMN core.claims.is_direct_quote IS 'The number stands inside a quotation.';
COMMENT ON COLUMN core.claims.polarity IS 'asserted, denied, questioned or hypothetical.';
COMMENT ON COLUMN core.claims.polarity_start IS 'First character of the words that say so.';
COMMENT ON COLUMN core.claims.polarity_end IS 'One past their last character.';
COMMENT ON COLUMN core.claims.confidence IS '0 to 1, for the whole claim.';
COMMENT ON COLUMN core.claims.doubt IS 'The rule that lowered it.';

CREATE TABLE core.hops (
    claim_id          UUID NOT NULL,
    extractor_version VARCHAR NOT NULL,
    position          INTEGER NOT NULL,
    name              VARCHAR NOT NULL,
    role              VARCHAR NOT NULL,
    kind              VARCHAR NOT NULL,
    span_start        INTEGER,
    span_end          INTEGER,
    cue_start         INTEGER,
    cue_end           INTEGER,
    is_direct_quote   BOOLEAN NOT NULL,
    mention_start     INTEGER,
    mention_end       INTEGER,
    run_id            UUID NOT NULL
);
COMMENT ON TABLE core.hops IS 'Who is made answerable for a claim, speaker first and root last; key: claim_id, extractor_version and position.';
COMMENT ON COLUMN core.hops.claim_id IS 'The claim.';
COMMENT ON COLUMN core.hops.extractor_version IS 'Version of the extractor.';
COMMENT ON COLUMN core.hops.position IS '0 for the speaker, the highest for the root.';
COMMENT ON COLUMN core.hops.name IS 'The name as written.';
COMMENT ON COLUMN core.hops.role IS 'speaker, cited or medium.';
COMMENT ON COLUMN core.hops.kind IS 'person, organisation, outlet, document or vague.';
COMMENT ON COLUMN core.hops.span_start IS 'First character of the name.';
COMMENT ON COLUMN core.hops.span_end IS 'One past its last character.';
COMMENT ON COLUMN core.hops.cue_start IS 'First character of the citing words.';
COMMENT ON COLUMN core.hops.cue_end IS 'One past their last character.';
COMMENT ON COLUMN core.hops.is_direct_quote IS 'The number stands inside a quotation.';
COMMENT ON COLUMN core.hops.mention_start IS 'First character of what stands for the name beside the citing words: she, the ministry.';
COMMENT ON COLUMN core.hops.mention_end IS 'One past its last character.';
COMMENT ON COLUMN core.hops.run_id IS 'The run that read it.';

CREATE TABLE core.syndication_groups (
    group_id          UUID NOT NULL,
    origin_article_id UUID NOT NULL,
    origin_reason     VARCHAR NOT NULL,
    agency            VARCHAR,
    size              INTEGER NOT NULL,
    run_id            UUID NOT NULL
);
COMMENT ON TABLE core.syndication_groups IS 'Texts that several articles copy; key: group_id.';
COMMENT ON COLUMN core.syndication_groups.group_id IS 'Digest of the first article that founded it.';
COMMENT ON COLUMN core.syndication_groups.origin_article_id IS 'The article the text most likely comes from.';
COMMENT ON COLUMN core.syndication_groups.origin_reason IS 'Why it is that one: earliest, agency credit, longest.';
COMMENT ON COLUMN core.syndication_groups.agency IS 'Agency credited for the text.';
COMMENT ON COLUMN core.syndication_groups.size IS 'Number of articles in the group.';
COMMENT ON COLUMN core.syndication_groups.run_id IS 'The run that wrote this row.';

CREATE TABLE core.syndication (
    article_id UUID NOT NULL,
    group_id   UUID NOT NULL,
    similarity DOUBLE NOT NULL,
    reason     VARCHAR NOT NULL,
    run_id     UUID NOT NULL
);
COMMENT ON TABLE core.syndication IS 'Which article is a copy of which text; an article without a row is a text of its own. Key: article_id.';
COMMENT ON COLUMN core.syndication.article_id IS 'The article.';
COMMENT ON COLUMN core.syndication.group_id IS 'Its syndication group.';
COMMENT ON COLUMN core.syndication.similarity IS 'Likeness to the member nearest to it, 0 to 1.';
COMMENT ON COLUMN core.syndication.reason IS 'founder, near copy of, abridged from.';
COMMENT ON COLUMN core.syndication.run_id IS 'The run that decided.';

CREATE TABLE core.sketches (
    revision_id  UUID NOT NULL,
    article_id   UUID NOT NULL,
    shingles     BIGINT[] NOT NULL,
    words        INTEGER NOT NULL,
    published_at TIMESTAMP,
    agency       VARCHAR,
    outlet       VARCHAR,
    run_id       UUID NOT NULL
);
COMMENT ON TABLE core.sketches IS 'The few shingle hashes that stand for a text when near-copies are sought; key: revision_id.';
COMMENT ON COLUMN core.sketches.revision_id IS 'The revision.';
COMMENT ON COLUMN core.sketches.article_id IS 'Its article.';
COMMENT ON COLUMN core.sketches.shingles IS 'Sorted hashes of sampled word 4-grams.';
COMMENT ON COLUMN core.sketches.words IS 'Length of the text in words.';
COMMENT ON COLUMN core.sketches.published_at IS 'When the article was published, UTC.';
COMMENT ON COLUMN core.sketches.agency IS 'Agency credited.';
COMMENT ON COLUMN core.sketches.outlet IS 'Its outlet.';
COMMENT ON COLUMN core.sketches.run_id IS 'The run that made it.';

CREATE TABLE core.topics (
    revision_id UUID NOT NULL,
    terms       VARCHAR[] NOT NULL,
    run_id      UUID NOT NULL
);
COMMENT ON TABLE core.topics IS 'The telling terms of each revision, most telling first; key: revision_id.';
COMMENT ON COLUMN core.topics.revision_id IS 'The revision.';
COMMENT ON COLUMN core.topics.terms IS 'Its terms.';
COMMENT ON COLUMN core.topics.run_id IS 'The run that read them.';

CREATE TABLE core.figures (
    figure_id         UUID NOT NULL,
    label             VARCHAR NOT NULL,
    declared          VARCHAR,
    measured_head     VARCHAR,
    event             VARCHAR,
    place             VARCHAR,
    unit              VARCHAR NOT NULL,
    unit_kind         VARCHAR NOT NULL,
    measure           VARCHAR NOT NULL,
    per               VARCHAR,
    period_start_on   DATE,
    period_end_on     DATE,
    topic             VARCHAR[],
    keys              VARCHAR[],
    founder_claim_id  UUID,
    first_reported_at TIMESTAMP,
    last_reported_at  TIMESTAMP,
    reports           INTEGER NOT NULL,
    run_id            UUID NOT NULL
);
COMMENT ON TABLE core.figures IS 'Quantities in the world that outlets report; the value is never part of what they are. Key: figure_id.';
COMMENT ON COLUMN core.figures.figure_id IS 'Digest of the declared name, or of the founding claim.';
COMMENT ON COLUMN core.figures.label IS 'Name for people.';
COMMENT ON COLUMN core.figures.declared IS 'Its name in the watchlist; empty where it was discovered.';
COMMENT ON COLUMN core.figures.measured_head IS 'Lemma of what is measured.';
COMMENT ON COLUMN core.figures.event IS 'Lemma of what happened.';
COMMENT ON COLUMN core.figures.place IS 'Where.';
COMMENT ON COLUMN core.figures.unit IS 'Unit of its first report.';
COMMENT ON COLUMN core.figures.unit_kind IS 'count, money, share, ...';
COMMENT ON COLUMN core.figures.measure IS 'level, period, cumulative, rate or change.';
COMMENT ON COLUMN core.figures.per IS 'Per what, for a rate.';
COMMENT ON COLUMN core.figures.period_start_on IS 'First day of its period, where its first reports name one.';
COMMENT ON COLUMN core.figures.period_end_on IS 'Last day of it.';
COMMENT ON COLUMN core.figures.topic IS 'Terms its reports share, most shared first.';
COMMENT ON COLUMN core.figures.keys IS 'Keys by which reports that may match are found, commonest first.';
COMMENT ON COLUMN core.figures.founder_claim_id IS 'The claim it was made from.';
COMMENT ON COLUMN core.figures.first_reported_at IS 'Earliest report, UTC.';
COMMENT ON COLUMN core.figures.last_reported_at IS 'Latest report, UTC.';
COMMENT ON COLUMN core.figures.reports IS 'Number of its reports.';
COMMENT ON COLUMN core.figures.run_id IS 'The run that wrote this row.';

CREATE TABLE core.links (
    claim_id          UUID NOT NULL,
    extractor_version VARCHAR NOT NULL,
    figure_id         UUID NOT NULL,
    score             DOUBLE NOT NULL,
    reasons           VARCHAR[],
    basis             VARCHAR NOT NULL,
    linked_at         TIMESTAMP,
    run_id            UUID NOT NULL
);
COMMENT ON TABLE core.links IS 'Which claim is about which figure, and why; key: claim_id and extractor_version.';
COMMENT ON COLUMN core.links.claim_id IS 'The claim.';
COMMENT ON COLUMN core.links.extractor_version IS 'Version of the extractor that read the claim.';
COMMENT ON COLUMN core.links.figure_id IS 'The figure.';
COMMENT ON COLUMN core.links.score IS '0 to 1.';
COMMENT ON COLUMN core.links.reasons IS 'Why, one reason each.';
COMMENT ON COLUMN core.links.basis IS 'rule, declared or accepted (by a person).';
COMMENT ON COLUMN core.links.linked_at IS 'When, UTC.';
COMMENT ON COLUMN core.links.run_id IS 'The run that decided.';

CREATE TABLE core.decisions (
    decision_id UUID NOT NULL,
    claim_id    UUID NOT NULL,
    figure_id   UUID NOT NULL,
    verdict     VARCHAR NOT NULL,
    decided_by  VARCHAR,
    note        VARCHAR,
    decided_at  TIMESTAMP NOT NULL,
    run_id      UUID
);
COMMENT ON TABLE core.decisions IS 'What people decided about links; they win over rules. Key: decision_id.';
COMMENT ON COLUMN core.decisions.decision_id IS 'Digest of claim, figure, person and time.';
COMMENT ON COLUMN core.decisions.claim_id IS 'The claim.';
COMMENT ON COLUMN core.decisions.figure_id IS 'The figure.';
COMMENT ON COLUMN core.decisions.verdict IS 'accept or reject.';
COMMENT ON COLUMN core.decisions.decided_by IS 'Who.';
COMMENT ON COLUMN core.decisions.note IS 'Why.';
COMMENT ON COLUMN core.decisions.decided_at IS 'When, UTC.';
COMMENT ON COLUMN core.decisions.run_id IS 'The run it came in with.';

CREATE TABLE core.merges (
    from_figure_id UUID NOT NULL,
    into_figure_id UUID NOT NULL,
    score          DOUBLE NOT NULL,
    reasons        VARCHAR[],
    merged_at      TIMESTAMP,
    run_id         UUID NOT NULL
);
COMMENT ON TABLE core.merges IS 'Figures found to be one, so that old addresses go on working; key: from_figure_id.';
COMMENT ON COLUMN core.merges.from_figure_id IS 'The figure that is no more.';
COMMENT ON COLUMN core.merges.into_figure_id IS 'The figure that took its claims.';
COMMENT ON COLUMN core.merges.score IS '0 to 1.';
COMMENT ON COLUMN core.merges.reasons IS 'Why, one reason each.';
COMMENT ON COLUMN core.merges.merged_at IS 'When, UTC.';
COMMENT ON COLUMN core.merges.run_id IS 'The run that merged.';

CREATE TABLE core.comparisons (
    comparison_id     UUID NOT NULL,
    figure_id         UUID,
    parent_claim_id   UUID NOT NULL,
    child_claim_id    UUID NOT NULL,
    extractor_version VARCHAR NOT NULL,
    relation          VARCHAR NOT NULL,
    reason            VARCHAR,
    is_same_text      BOOLEAN NOT NULL,
    codes             INTEGER NOT NULL,
    lag_seconds       BIGINT,
    run_id            UUID NOT NULL
);
COMMENT ON TABLE core.comparisons IS 'Which claim was compared with which; also those that found no change. Key: comparison_id.';
COMMENT ON COLUMN core.comparisons.comparison_id IS 'Digest of parent, child and relation.';
COMMENT ON COLUMN core.comparisons.figure_id IS 'The figure both are about; empty for edits and headlines of claims without figure.';
COMMENT ON COLUMN core.comparisons.parent_claim_id IS 'The earlier claim.';
COMMENT ON COLUMN core.comparisons.child_claim_id IS 'The later claim.';
COMMENT ON COLUMN core.comparisons.extractor_version IS 'Version of the extractor that read both.';
COMMENT ON COLUMN core.comparisons.relation IS 'cites, root, first, revision or headline: why this parent.';
COMMENT ON COLUMN core.comparisons.reason IS 'The choice of parent in words.';
COMMENT ON COLUMN core.comparisons.is_same_text IS 'Both belong to one syndication group; such pairs are not counted.';
COMMENT ON COLUMN core.comparisons.codes IS 'Number of drift codes found; 0 is faithful reporting.';
COMMENT ON COLUMN core.comparisons.lag_seconds IS 'From the parent''s publication to the child''s; may be negative.';
COMMENT ON COLUMN core.comparisons.run_id IS 'The run that compared.';

CREATE TABLE core.drift (
    drift_id          UUID NOT NULL,
    comparison_id     UUID NOT NULL,
    figure_id         UUID,
    parent_claim_id   UUID NOT NULL,
    child_claim_id    UUID NOT NULL,
    extractor_version VARCHAR NOT NULL,
    relation          VARCHAR NOT NULL,
    reason            VARCHAR,
    dimension         VARCHAR NOT NULL,
    code              VARCHAR NOT NULL,
    ratio             DOUBLE,
    lag_seconds       BIGINT,
    is_benign         BOOLEAN NOT NULL,
    run_id            UUID NOT NULL
);
COMMENT ON TABLE core.drift IS 'What changed from parent to child, one row a code; key: drift_id.';
COMMENT ON COLUMN core.drift.drift_id IS 'Digest of comparison, dimension and code.';
COMMENT ON COLUMN core.drift.comparison_id IS 'The comparison.';
COMMENT ON COLUMN core.drift.figure_id IS 'The figure.';
COMMENT ON COLUMN core.drift.parent_claim_id IS 'The earlier claim.';
COMMENT ON COLUMN core.drift.child_claim_id IS 'The later claim.';
COMMENT ON COLUMN core.drift.extractor_version IS 'Version of the extractor that read both.';
COMMENT ON COLUMN core.drift.relation IS 'cites, root, first, revision or headline.';
COMMENT ON COLUMN core.drift.reason IS 'The choice of parent in words.';
COMMENT ON COLUMN core.drift.dimension IS 'value, bound, hedge, unit, item, measure, period, place, attribution, status, revision or zone.';
COMMENT ON COLUMN core.drift.code IS 'What the text did, as defined in docs/drift.md.';
COMMENT ON COLUMN core.drift.ratio IS 'Child over parent, for values.';
COMMENT ON COLUMN core.drift.lag_seconds IS 'From the parent''s publication to the child''s.';
COMMENT ON COLUMN core.drift.is_benign IS 'An honest rounding, refinement or newer period.';
COMMENT ON COLUMN core.drift.run_id IS 'The run that compared.';

CREATE TABLE core.findings (
    finding_id     UUID NOT NULL,
    figure_id      UUID,
    article_id     UUID,
    code           VARCHAR NOT NULL,
    detail         VARCHAR NOT NULL,
    claims         UUID[] NOT NULL,
    became_true_at TIMESTAMP,
    run_id         UUID NOT NULL
);
COMMENT ON TABLE core.findings IS 'Findings on whole figures and on edits, with the claims that prove them; key: finding_id.';
COMMENT ON COLUMN core.findings.finding_id IS 'Digest of code, figure or article, and claims.';
COMMENT ON COLUMN core.findings.figure_id IS 'The figure.';
COMMENT ON COLUMN core.findings.article_id IS 'The article, for edits.';
COMMENT ON COLUMN core.findings.code IS 'SINGLE_ROOT, CIRCULAR, ZOMBIE, CONTESTED, SILENT_EDIT, ...';
COMMENT ON COLUMN core.findings.detail IS 'The finding in one plain sentence.';
COMMENT ON COLUMN core.findings.claims IS 'The claims that prove it, earliest first.';
COMMENT ON COLUMN core.findings.became_true_at IS 'When it became true, UTC.';
COMMENT ON COLUMN core.findings.run_id IS 'The run that found it.';
