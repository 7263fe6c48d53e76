-- Copies of one text are not counted as drift.
SELECT comparison_id, codes FROM core.comparisons WHERE is_same_text AND codes > 0
