-- Headlines that say something else than the article.
SELECT said_at, outlet, headline_surface, body_surface, codes, headline_sentence, body_sentence, url
FROM mart.headline_body
ORDER BY said_at DESC, comparison_id
