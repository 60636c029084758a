-- name: is_empty
-- Never so for a server: whoever reads from the table would have to wait while it is without an index.
SELECT 0
