-- Who says what now? Claims of the latest revision of each article.
CREATE VIEW mart.claim_current AS
SELECT * FROM mart.claim WHERE is_latest;
