-- What came in: runs, fetches, pages and failures. Rows are only ever added.

CREATE SCHEMA raw;
CREATE SCHEMA core;
CREATE SCHEMA mart;
CREATE SCHEMA build;

CREATE TABLE raw.runs (
    run_id              UUID NOT NULL,
    flow                VARCHAR NOT NULL,
    name                VARCHAR,
    started_at          TIMESTAMP NOT NULL,
    ended_at            TIMESTAMP,
    status              VARCHAR NOT NULL,
    summary             VARCHAR,
    figuredrift_version VARCHAR
);
COMMENT ON TABLE raw.runs IS 'Every run of a flow, with how it ended.';
COMMENT ON COLUMN raw.runs.run_id IS 'The run; every row written by it carries this id.';
COMMENT ON COLUMN raw.runs.flow IS 'Name of the flow: ingest, extract, resolve, publish or pipeline.';
COMMENT ON COLUMN raw.runs.name IS 'The run''s name for people.';
COMMENT ON COLUMN raw.runs.started_at IS 'When it began, UTC.';
COMMENT ON COLUMN raw.runs.ended_at IS 'When it ended, UTC; empty while it runs, or where it was killed.';
COMMENT ON COLUMN raw.runs.status IS 'running, completed, failed or crashed.';
COMMENT ON COLUMN raw.runs.summary IS 'What it did, as JSON: counts by name.';
COMMENT ON COLUMN raw.runs.figuredrift_version IS 'Version of the program.';

CREATE TABLE raw.fetches (
    fetch_id         UUID NOT NULL,
    run_id           UUID NOT NULL,
    kind             VARCHAR NOT NULL,
    url              VARCHAR NOT NULL,
    final_url        VARCHAR,
    outlet           VARCHAR,
    status           INTEGER,
    etag             VARCHAR,
    last_modified    VARCHAR,
    content_type     VARCHAR,
    content_digest   UUID,
    bytes            BIGINT,
    fetched_at       TIMESTAMP NOT NULL,
    duration_seconds DOUBLE,
    is_not_modified  BOOLEAN NOT NULL,
    warc_file        VARCHAR,
    warc_offset      BIGINT
);
COMMENT ON TABLE raw.fetches IS 'Every request for an address, also those answered by "not modified" or by an error.';
COMMENT ON COLUMN raw.fetches.fetch_id IS 'Digest of run, address and time.';
COMMENT ON COLUMN raw.fetches.run_id IS 'The run that asked.';
COMMENT ON COLUMN raw.fetches.kind IS 'What was asked for: page, feed, sitemap or robots.';
COMMENT ON COLUMN raw.fetches.url IS 'Address asked for.';
COMMENT ON COLUMN raw.fetches.final_url IS 'Address that answered, after redirects.';
COMMENT ON COLUMN raw.fetches.outlet IS 'Outlet the address belongs to.';
COMMENT ON COLUMN raw.fetches.status IS 'HTTP status; empty where there was no answer or no HTTP (a file).';
COMMENT ON COLUMN raw.fetches.etag IS 'Validator to send with the next request.';
COMMENT ON COLUMN raw.fetches.last_modified IS 'Validator to send with the next request, as the server wrote it.';
COMMENT ON COLUMN raw.fetches.content_type IS 'Media type as the server named it.';
COMMENT ON COLUMN raw.fetches.content_digest IS 'Digest of the bytes; equal bytes have equal digests.';
COMMENT ON COLUMN raw.fetches.bytes IS 'Length of the body.';
COMMENT ON COLUMN raw.fetches.fetched_at IS 'When the answer came, UTC.';
COMMENT ON COLUMN raw.fetches.duration_seconds IS 'Time from asking to the end of the body, seconds.';
COMMENT ON COLUMN raw.fetches.is_not_modified IS 'The server said that nothing changed (304).';
COMMENT ON COLUMN raw.fetches.warc_file IS 'Archive file of the exchange, relative to the archive folder.';
COMMENT ON COLUMN raw.fetches.warc_offset IS 'Byte offset of the record in that file.';

CREATE TABLE raw.pages (
    page_id        UUID NOT NULL,
    run_id         UUID NOT NULL,
    url            VARCHAR NOT NULL,
    outlet         VARCHAR,
    content_digest UUID NOT NULL,
    bytes          BIGINT NOT NULL,
    content_type   VARCHAR,
    seen_at        TIMESTAMP NOT NULL,
    warc_file      VARCHAR,
    warc_offset    BIGINT
);
COMMENT ON TABLE raw.pages IS 'Every page''s bytes once: where they lie in the archive.';
COMMENT ON COLUMN raw.pages.page_id IS 'Digest of address and bytes.';
COMMENT ON COLUMN raw.pages.run_id IS 'The run that first saw it.';
COMMENT ON COLUMN raw.pages.url IS 'Address the bytes came from.';
COMMENT ON COLUMN raw.pages.outlet IS 'Outlet of the address.';
COMMENT ON COLUMN raw.pages.content_digest IS 'Digest of the bytes.';
COMMENT ON COLUMN raw.pages.bytes IS 'Length of the body.';
COMMENT ON COLUMN raw.pages.content_type IS 'Media type.';
COMMENT ON COLUMN raw.pages.seen_at IS 'When these bytes were first seen, UTC.';
COMMENT ON COLUMN raw.pages.warc_file IS 'Archive file, relative to the archive folder.';
COMMENT ON COLUMN raw.pages.warc_offset IS 'Byte offset of the record in that file.';

CREATE TABLE raw.failures (
    failure_id UUID NOT NULL,
    run_id     UUID NOT NULL,
    stage      VARCHAR NOT NULL,
    reason     VARCHAR NOT NULL,
    thing      VARCHAR NOT NULL,
    outlet     VARCHAR,
    detail     VARCHAR,
    remedy     VARCHAR,
    failed_at  TIMESTAMP NOT NULL
);
COMMENT ON TABLE raw.failures IS 'Everything that did not go through, with what to do about it.';
COMMENT ON COLUMN raw.failures.failure_id IS 'Digest of run, stage, thing and reason.';
COMMENT ON COLUMN raw.failures.run_id IS 'The run it happened in.';
COMMENT ON COLUMN raw.failures.stage IS 'discover, fetch, parse, extract, resolve or publish.';
COMMENT ON COLUMN raw.failures.reason IS 'Kind of failure, one word or two, for counting.';
COMMENT ON COLUMN raw.failures.thing IS 'What failed: an address, a file, a line.';
COMMENT ON COLUMN raw.failures.outlet IS 'Outlet it belongs to.';
COMMENT ON COLUMN raw.failures.detail IS 'What was seen.';
COMMENT ON COLUMN raw.failures.remedy IS 'What a person can do.';
COMMENT ON COLUMN raw.failures.failed_at IS 'When, UTC.';

CREATE TABLE main.schema_version (
    version  INTEGER NOT NULL,
    name     VARCHAR NOT NULL,
    checksum VARCHAR NOT NULL
);
COMMENT ON TABLE main.schema_version IS 'Steps of the schema this file has been through.';
COMMENT ON COLUMN main.schema_version.version IS 'Number of the step.';
COMMENT ON COLUMN main.schema_version.name IS 'Its file.';
COMMENT ON COLUMN main.schema_version.checksum IS 'Digest of its file.';

CREATE TABLE main.write_guard (
    n BIGINT NOT NULL
);
COMMENT ON TABLE main.write_guard IS 'One row every writing transaction touches first, so that two of them can never load one batch twice.';
COMMENT ON COLUMN main.write_guard.n IS 'Counts writing transactions.';

CREATE TABLE main.touched (
    kind  VARCHAR NOT NULL,
    thing UUID NOT NULL
);
COMMENT ON TABLE main.touched IS 'Figures, articles and revisions that changed since the marts were built.';
COMMENT ON COLUMN main.touched.kind IS 'figure, article or revision.';
COMMENT ON COLUMN main.touched.thing IS 'Its id.';

CREATE TABLE main.scope (
    figure_id UUID NOT NULL,
    is_shown  BOOLEAN NOT NULL
);
COMMENT ON TABLE main.scope IS 'Figures the marts are being worked out for.';
COMMENT ON COLUMN main.scope.figure_id IS 'The figure.';
COMMENT ON COLUMN main.scope.is_shown IS 'Readers see it: it is declared, or two articles report it.';

CREATE TABLE main.wanted (
    claim_id UUID NOT NULL
);
COMMENT ON TABLE main.wanted IS 'Claims the marts are being worked out from.';
COMMENT ON COLUMN main.wanted.claim_id IS 'The claim.';

CREATE TABLE main.definition (
    checksum    VARCHAR NOT NULL,
    built_after BIGINT
);
COMMENT ON TABLE main.definition IS 'The definitions of schema mart this file was given last.';
COMMENT ON COLUMN main.definition.checksum IS 'Digest of all definitions.';
COMMENT ON COLUMN main.definition.built_after IS 'Count of writing transactions when the marts were last built; empty before.';

INSERT INTO main.write_guard (n) VALUES (0);
