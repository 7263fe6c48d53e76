-- Figures on which outlets agree because they have one source, one text, or each other.
SELECT code, label, detail, outlets, claims, first_said_at, last_said_at, figure_id
FROM mart.finding
WHERE code IN ('SINGLE_ROOT', 'CIRCULAR')
ORDER BY outlets DESC, finding_id
