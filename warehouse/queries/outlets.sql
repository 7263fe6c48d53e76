-- The record of each outlet.
SELECT outlet, articles, claims, mentions, figures, first_reports,
    round(median_lag_seconds / 3600, 1) AS median_lag_hours,
    round(share_attributed, 2) AS attributed, round(share_hedged, 2) AS hedged,
    round(share_faithful, 2) AS faithful, share_faithful_n AS n, silent_edits
FROM mart.outlet_card
ORDER BY mentions DESC, outlet
