-- What the list remembers about its own keeping: a hashing key from before the root key was changed, when a recovery
-- sheet was made, and that it was brought back from a backup. Never a key that opens it.
CREATE TABLE custody (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL,
    at BIGINT NOT NULL
);
