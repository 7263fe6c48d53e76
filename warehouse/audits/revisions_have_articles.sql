-- Every revision belongs to an article.
SELECT r.revision_id, r.article_id
FROM core.revisions AS r
ANTI JOIN core.articles AS a ON a.article_id = r.article_id
