-- The figure each of the given claims is linked to, by one version of the extractor.
-- $claims
-- $version
SELECT claim_id, figure_id
FROM core.links
WHERE claim_id IN (SELECT unnest(CAST($claims AS UUID[]))) AND extractor_version = $version
