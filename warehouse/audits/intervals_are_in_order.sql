-- No claim's lowest value is above its highest.
SELECT claim_id, low, high FROM core.claims WHERE low > high
