-- Texts that come back after others, and the clock a page tells its time by.

ALTER TABLE core.revisions ADD COLUMN published_offset INTEGER;
COMMENT ON COLUMN core.revisions.published_offset IS 'Minutes east of UTC of the clock the page tells published_at by; 0 where it names none. Added to published_at it gives the day readers saw.';
COMMENT ON COLUMN core.revisions.revision_id IS 'Digest of canonical URL and text; where the same text stood before and came back, of the revision between as well.';
COMMENT ON TABLE raw.pages IS 'Every page''s bytes once for each time they came: where they lie in the archive.';
COMMENT ON COLUMN raw.pages.page_id IS 'Digest of address and bytes; where the same bytes came back after others, of the page between as well.';
COMMENT ON COLUMN raw.pages.seen_at IS 'When these bytes were first seen, or seen again after others, UTC.';
