-- name: has_custody
-- Whether there is the table for it: 1 or 0.
SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'custody'
