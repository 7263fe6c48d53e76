-- The record of each source that figures go back to.
-- $most = 30: rows
SELECT root AS source, root_kind AS kind, mentions, figures, outlets,
    round(share_secondhand, 2) AS secondhand, round(share_roots_kept, 2) AS named_on,
    share_roots_kept_n AS n
FROM mart.source_card
ORDER BY mentions DESC, root_key
LIMIT CAST($most AS BIGINT)
