-- A bound and the open side of its interval agree: "at least" has no highest value.
SELECT claim_id, bound, low, high
FROM core.claims
WHERE exact_values IS NULL AND (
    (bound IN ('at_least', 'more_than') AND high IS NOT NULL)
    OR (bound IN ('at_most', 'less_than') AND low IS NOT NULL AND NOT is_vague)
    OR (bound = 'exact' AND NOT is_vague AND low IS DISTINCT FROM high)
)
