-- name: has_claims
-- Whether there is the table for it: 1 or 0.
SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'claim'

-- name: has_strangers
-- None: an encrypted file that opens with our key was made by us.
SELECT 0
