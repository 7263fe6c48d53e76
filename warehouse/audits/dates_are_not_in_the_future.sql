-- No article is dated more than two days after it was seen.
SELECT revision_id, published_at, seen_at FROM core.revisions WHERE published_at > seen_at + INTERVAL 2 DAY
