-- How much has been found: comparisons, drift that is not benign, findings.
SELECT
    (SELECT count(*) FROM core.comparisons) AS comparisons,
    (SELECT count(*) FROM core.drift WHERE NOT is_benign) AS drift,
    (SELECT count(*) FROM core.findings) AS findings
