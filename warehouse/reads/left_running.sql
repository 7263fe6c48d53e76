-- Runs that never told how they ended, as crashed: whoever holds the lock is the only one at work.
SELECT * REPLACE ('crashed' AS status) FROM raw.runs WHERE status = 'running'
