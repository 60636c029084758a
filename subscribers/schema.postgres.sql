-- name: has_versions
-- Whether any component has been here: 1 or 0.
SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_version'

-- name: lock_schema
-- One process at a time changes tables; the lock ends with the transaction.
SELECT pg_advisory_xact_lock(7203951)

-- name: tables
-- Nothing: the operator of a server makes the copies.
SELECT tablename FROM pg_tables WHERE false
