-- name: has_claims
-- Whether there is the table for it: 1 or 0.
SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'claim'

-- name: has_strangers
-- How many tables stand where ours would; those of an extension do not count.
SELECT count(*) FROM pg_class
WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
  AND NOT EXISTS (
      SELECT 1 FROM pg_depend
      WHERE pg_depend.objid = pg_class.oid AND pg_depend.classid = 'pg_class'::regclass AND pg_depend.deptype = 'e'
  )
