-- The workspace that the database belongs to, at most one.
CREATE TABLE claim (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    workspace TEXT NOT NULL,
    -- Made of the root key: tells whether it is still the one the database was made with.
    seal TEXT NOT NULL
);
