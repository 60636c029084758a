-- A person on the list. The address is kept once, ready for sending: lower-case, the host as A-label.
CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    -- Keyed hash of the address: finds it in `suppression`, which must not hold addresses.
    address_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    language TEXT NOT NULL,
    -- Why we may mail; 'withdrawn' when the newest row of `consent` says so.
    basis TEXT NOT NULL CHECK (basis IN ('consent', 'membership', 'corporate', 'withdrawn')),
    wording_hash TEXT,
    added BIGINT NOT NULL,
    changed BIGINT NOT NULL
);

-- What people were told when they agreed, each wording once.
CREATE TABLE wording (
    hash TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL
);

-- Proof that we may mail: rows are added and never changed; they go only when the person goes.
CREATE TABLE consent (
    person TEXT NOT NULL REFERENCES person (id),
    -- 1, 2, 3 … for each person: the order does not hang on a clock.
    number INTEGER NOT NULL,
    basis TEXT NOT NULL CHECK (basis IN ('consent', 'membership', 'corporate')),
    wording_hash TEXT REFERENCES wording (hash),
    source TEXT NOT NULL,
    at BIGINT NOT NULL,
    withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
    PRIMARY KEY (person, number),
    CHECK (basis <> 'consent' OR wording_hash IS NOT NULL)
);

-- Addresses never to be mailed, as keyed hashes: it outlives the person and tells nobody who it is.
CREATE TABLE suppression (
    address_hash TEXT NOT NULL PRIMARY KEY,
    reason TEXT NOT NULL,
    source TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- Who took the list out of the program, when and what for.
CREATE TABLE disclosure (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    people INTEGER NOT NULL
);

-- The only door for other components: ids of those who may be mailed now.
CREATE VIEW mailable AS
SELECT person.id, person.language
FROM person
WHERE person.basis <> 'withdrawn'
  AND NOT EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = person.address_hash);

-- Everybody with their status, for the list; a test holds it against `mailable`.
CREATE VIEW listed AS
SELECT person.*,
    CASE
        WHEN EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = person.address_hash)
            THEN 'suppressed'
        WHEN person.basis = 'withdrawn' THEN 'withdrawn'
        ELSE 'mailable'
    END AS status
FROM person;
