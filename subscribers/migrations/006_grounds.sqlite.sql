-- Two more grounds: 'soft-opt-in' of a charity, and 'unknown', on which nobody is mailed. SQLite cannot change a CHECK:
-- the tables are made anew, those that point at others first and last.

DROP VIEW listed;

DROP VIEW mailable;

CREATE TEMP TABLE kept_erasure AS SELECT * FROM erasure;

DROP TABLE erasure;

CREATE TEMP TABLE kept_consent AS SELECT * FROM consent;

DROP TABLE consent;

CREATE TEMP TABLE kept_person AS SELECT * FROM person;

DROP TABLE person;

CREATE TEMP TABLE kept_refreshed AS SELECT * FROM refreshed;

DROP TABLE refreshed;

-- A person on the list. The address is kept once, ready for sending: lower-case, the host as A-label.
CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    -- Keyed hash of the address: finds it in `suppression`, which must not hold addresses.
    address_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    language TEXT NOT NULL,
    -- Why we may mail; 'withdrawn' when the newest row of `consent` says so, 'unknown' when nobody could say.
    basis TEXT NOT NULL
        CHECK (basis IN ('consent', 'membership', 'corporate', 'soft-opt-in', 'unknown', 'withdrawn')),
    wording_hash TEXT,
    added BIGINT NOT NULL,
    changed BIGINT NOT NULL
);

-- In the order of ids, as a campaign reads them.
INSERT INTO person SELECT * FROM kept_person ORDER BY id;

-- Proof that we may mail: rows are added and never changed; they go only when the person goes.
CREATE TABLE consent (
    person TEXT NOT NULL REFERENCES person (id),
    -- 1, 2, 3 … for each person: the order does not hang on a clock.
    number INTEGER NOT NULL,
    basis TEXT NOT NULL CHECK (basis IN ('consent', 'membership', 'corporate', 'soft-opt-in', 'unknown')),
    wording_hash TEXT REFERENCES wording (hash),
    source TEXT NOT NULL,
    at BIGINT NOT NULL,
    withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
    PRIMARY KEY (person, number),
    CHECK (basis NOT IN ('consent', 'soft-opt-in') OR wording_hash IS NOT NULL)
);

INSERT INTO consent SELECT * FROM kept_consent ORDER BY person, number;

CREATE TABLE erasure (
    person TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    asked BIGINT NOT NULL
);

INSERT INTO erasure SELECT * FROM kept_erasure;

CREATE TABLE refreshed (
    number INTEGER NOT NULL PRIMARY KEY,
    basis TEXT NOT NULL CHECK (basis IN ('consent', 'membership', 'corporate', 'soft-opt-in')),
    wording_hash TEXT,
    at BIGINT NOT NULL,
    joined INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    departed INTEGER NOT NULL,
    stayed INTEGER NOT NULL
);

INSERT INTO refreshed SELECT * FROM kept_refreshed;

DROP TABLE kept_erasure;

DROP TABLE kept_consent;

DROP TABLE kept_person;

DROP TABLE kept_refreshed;

-- The only door for other components: ids of those who may be mailed now.
CREATE VIEW mailable AS
SELECT person.id, person.language
FROM person
WHERE person.basis NOT IN ('withdrawn', 'unknown')
  AND NOT EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = person.address_hash);

-- Everybody with their status, for the list; a test holds it against `mailable`.
CREATE VIEW listed AS
SELECT person.*,
    CASE
        WHEN EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = person.address_hash)
            THEN 'suppressed'
        WHEN person.basis IN ('withdrawn', 'unknown') THEN person.basis
        ELSE 'mailable'
    END AS status
FROM person;
