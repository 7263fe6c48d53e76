-- The record of one source.
SELECT * FROM mart.source_card WHERE root_key = $source
