-- Arithmetic that several definitions share.

-- Bounds of the 95 % Wilson interval of a share of k in n; NULL for n = 0.
CREATE MACRO build.wilson_low(k, n) AS CASE WHEN n > 0 THEN greatest(0.0, least(k / n,
    (k / n + 1.9208 / n - 1.96 * sqrt(k / n * (1 - k / n) / n + 0.9604 / n / n)) / (1 + 3.8416 / n)
)) END;
CREATE MACRO build.wilson_high(k, n) AS CASE WHEN n > 0 THEN least(1.0, greatest(k / n,
    (k / n + 1.9208 / n + 1.96 * sqrt(k / n * (1 - k / n) / n + 0.9604 / n / n)) / (1 + 3.8416 / n)
)) END;

-- Place value of the last digit of v that is not zero: 100 for 21600, 0.1 for 3.5.
CREATE MACRO build.place(v) AS CASE
    WHEN v = 0 THEN 1.0
    WHEN v = trunc(v) THEN pow(10, length(split_part(CAST(v AS VARCHAR), '.', 1))
        - length(rtrim(split_part(CAST(v AS VARCHAR), '.', 1), '0')))
    ELSE pow(10, -length(rtrim(split_part(CAST(v AS VARCHAR), '.', 2), '0')))
END;

-- How far a value written as v may honestly lie from what it stands for: half its last place,
-- within 2.5 %; a hedged one at least 5 %.
CREATE MACRO build.tolerance(v, hedge) AS CASE
    WHEN hedge IN ('approximate', 'estimated') THEN greatest(
        least(build.place(v) / 2, abs(CAST(v AS DOUBLE)) * 0.1), abs(CAST(v AS DOUBLE)) * 0.05)
    ELSE least(build.place(v) / 2, abs(CAST(v AS DOUBLE)) * 0.025)
END;

-- Whether two statements of a figure cannot both be true: nothing lies in both intervals, and they
-- are about one time. Told of known periods that is the same end; else, one source telling another
-- number on another day has counted again.
CREATE MACRO build.is_conflict(
    a_from, a_to, a_end, a_root, a_at, b_from, b_to, b_end, b_root, b_at
) AS (a_to < b_from OR b_to < a_from)
    AND CASE
        WHEN a_end IS NOT NULL AND b_end IS NOT NULL THEN a_end = b_end
        ELSE coalesce(a_root <> b_root, true) OR abs(date_diff('hour', a_at, b_at)) <= 24
    END;
