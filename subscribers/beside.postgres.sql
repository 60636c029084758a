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

-- name: make_refusal
-- Of each address that stands beside one: whether its owner said no before, has said so in a row of its own, and whether it stands beside several people.
CREATE OR REPLACE TEMP VIEW refusal AS
SELECT beside.address, beside.other, beside.other_hash,
    EXISTS (
        SELECT 1 FROM suppression
        WHERE suppression.address_hash = beside.other_hash AND suppression.of_mailbox = 0
            AND suppression.source <> 'moved'
            AND suppression.reason NOT IN ('bounced', 'invalid', 'bounced, as an imported list says')
    ) OR EXISTS (
        SELECT 1 FROM person WHERE person.address = beside.other AND person.basis = 'withdrawn'
    ) AS is_known,
    EXISTS (SELECT 1 FROM folded AS own WHERE own.address = beside.other AND own.restriction = 4) AS is_in_file,
    EXISTS (
        SELECT 1 FROM beside AS others WHERE others.other = beside.other AND others.address <> beside.address
    ) AS is_shared
FROM beside
-- An older version kept "bounced" where a no came behind it: that is no reason to keep out whoever is beside it.
