-- name: file_numbers
-- In which file of the server each table lies: in another one as soon as it was written anew.
SELECT relname, cast(relfilenode AS bigint) FROM pg_class
WHERE relkind = 'r' AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
ORDER BY relname
