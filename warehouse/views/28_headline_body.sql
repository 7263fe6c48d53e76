-- Does the headline outrun the body?
CREATE VIEW mart.headline_body AS
SELECT
    comparison_id,
    figure_id,
    label,
    child_outlet AS outlet,
    child_article_id AS article_id,
    child_url AS url,
    child_said_at AS said_at,
    codes,
    child_claim_id AS headline_claim_id,
    child_surface AS headline_surface,
    child_low AS headline_low,
    child_high AS headline_high,
    child_sentence AS headline_sentence,
    parent_claim_id AS body_claim_id,
    parent_surface AS body_surface,
    parent_low AS body_low,
    parent_high AS body_high,
    parent_sentence AS body_sentence
FROM mart.comparison
WHERE relation = 'headline' AND NOT is_faithful;
