-- Which numbers changed without notice?
CREATE VIEW mart.silent_edit AS
WITH ends AS (
    SELECT finding_id, min(position) AS first, max(position) AS last
    FROM mart.proof
    WHERE code = 'SILENT_EDIT'
    GROUP BY ALL
)
SELECT
    b.finding_id,
    b.figure_id,
    b.label,
    b.article_id,
    b.outlet,
    b.url,
    b.detail,
    b.became_true_at,
    a.revision_id AS before_revision_id,
    a.revision_number AS before_revision_number,
    a.claim_id AS before_claim_id,
    a.surface AS before_surface,
    a.low AS before_low,
    a.high AS before_high,
    a.sentence AS before_sentence,
    a.seen_at AS before_seen_at,
    b.revision_id AS after_revision_id,
    b.revision_number AS after_revision_number,
    b.claim_id AS after_claim_id,
    b.surface AS after_surface,
    b.low AS after_low,
    b.high AS after_high,
    b.sentence AS after_sentence,
    b.seen_at AS after_seen_at,
    coalesce(c.codes, '') AS codes,
    was.warc_file AS before_warc_file,
    was.warc_offset AS before_warc_offset,
    now.warc_file AS after_warc_file,
    now.warc_offset AS after_warc_offset
FROM ends AS e
JOIN mart.proof AS a ON a.finding_id = e.finding_id AND a.position = e.first
JOIN mart.proof AS b ON b.finding_id = e.finding_id AND b.position = e.last
LEFT JOIN mart.comparison AS c
    ON c.relation = 'revision' AND c.parent_claim_id = a.claim_id AND c.child_claim_id = b.claim_id
LEFT JOIN mart.revision AS ra ON ra.revision_id = a.revision_id
LEFT JOIN mart.revision AS rb ON rb.revision_id = b.revision_id
LEFT JOIN raw.pages AS was ON was.page_id = CAST(ra.page_id AS UUID)
LEFT JOIN raw.pages AS now ON now.page_id = CAST(rb.page_id AS UUID);
