-- No claim is compared with itself.
SELECT comparison_id, parent_claim_id FROM core.comparisons WHERE parent_claim_id = child_claim_id
