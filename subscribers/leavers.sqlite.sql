-- name: make_leavers
-- Who is on the list on the ground of a file that is the whole list, and does not stand in it; seen by this connection alone.
CREATE TABLE IF NOT EXISTS scratch.leaver (
    number INTEGER PRIMARY KEY,
    person TEXT NOT NULL UNIQUE,
    -- The number of the consent row of another ground on which they stay; NULL: there is none.
    earlier INTEGER
)
