-- Every pair of neighbouring text states of the articles of the given revisions.
-- $revisions
WITH ordered AS (
    SELECT article_id, revision_id, text,
        lag(revision_id) OVER state AS before_id,
        lag(text) OVER state AS before_text
    FROM core.revisions
    WHERE article_id IN (
        SELECT article_id FROM core.revisions
        WHERE revision_id IN (SELECT unnest(CAST($revisions AS UUID[])))
    )
    WINDOW state AS (PARTITION BY article_id ORDER BY seen_at, revision_id)
)
SELECT article_id, before_id, before_text, revision_id, text
FROM ordered
WHERE before_id IS NOT NULL
ORDER BY revision_id
