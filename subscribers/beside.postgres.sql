-- name: make_beside
-- Other addresses in the rows of those who are written to at one; seen by this connection alone.
CREATE TEMP TABLE IF NOT EXISTS beside (
    address TEXT NOT NULL,
    other TEXT NOT NULL,
    other_hash TEXT NOT NULL,
    PRIMARY KEY (address, other)
)

-- name: index_beside
-- Whether one stands beside several people is looked up for each.
CREATE INDEX IF NOT EXISTS beside_other ON beside (other, address)

-- name: make_doubtful
-- Rows of people who may be on the list at another address of theirs; seen by this connection alone.
CREATE TEMP TABLE IF NOT EXISTS doubtful (
    address TEXT NOT NULL PRIMARY KEY,
    line BIGINT NOT NULL,
    other TEXT NOT NULL,
    other_hash TEXT NOT NULL
)
