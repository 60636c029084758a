-- name: has_versions
-- Whether any component has been here: 1 or 0.
SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'

-- name: lock_schema
-- Nothing to do: BEGIN IMMEDIATE holds the only write lock.
SELECT 1

-- name: tables
-- The tables that may hold rows worth a copy.
SELECT name FROM sqlite_master
WHERE type = 'table' AND name NOT IN ('schema_version', 'claim') AND name NOT LIKE 'sqlite_%'
