-- name: make_folded
-- The people of a file, with the ids they will have if they are new: every row at first, then one for each address. Seen by this connection alone, in a file of its own (scratch.py).
CREATE TABLE IF NOT EXISTS scratch.folded (
    place INTEGER PRIMARY KEY,
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
CREATE INDEX IF NOT EXISTS scratch.folded_address ON folded (address, restriction)
-- With the restriction nobody has to be read from the file to be met (matching.sqlite.sql).
