-- Addresses that somebody on the list had before, as keyed hashes: a list that still has one means that person, and no
-- other. It names nobody.
CREATE TABLE former (
    address_hash TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL,
    at BIGINT NOT NULL
);

CREATE INDEX former_of_person ON former (person);
