-- name: has_custody
-- Whether there is the table for it: 1 or 0.
SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'custody'
