-- name: make_folded
-- The people of a file, with the ids they will have if they are new: every row at first, then one for each address. Seen by this connection alone and never written to the list's file.
CREATE TEMP TABLE IF NOT EXISTS folded (
    place BIGINT NOT NULL,
    line BIGINT NOT NULL,
    restriction INTEGER NOT NULL,
    id TEXT NOT NULL,
    address TEXT NOT NULL,
    address_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    language TEXT NOT NULL,
    agreed BIGINT NOT NULL
)

-- name: make_index
-- What stands in the file twice, and who of the list stands in it at all, is looked up by address.
CREATE INDEX IF NOT EXISTS folded_address ON folded (address)
