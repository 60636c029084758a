-- Addresses are unique by an index with a name, in place of a word in the table: only such a one can be left out while a
-- first list is taken in, and be made in one go afterwards. SQLite cannot change that of a table: each is made anew.
-- Nothing is kept in between but in the file itself, for a large list does not fit into memory. Checks are chains of OR,
-- for SQLite makes a table of the words behind IN anew for each row that is written.

DROP VIEW listed;

DROP VIEW mailable;

DROP INDEX person_of_tag;

ALTER TABLE person RENAME TO old_person;

ALTER TABLE consent RENAME TO old_consent;

ALTER TABLE erasure RENAME TO old_erasure;

ALTER TABLE person_tag RENAME TO old_person_tag;

-- A person on the list. The address is kept once, ready for sending: lower-case, the host as A-label.
CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    address TEXT NOT NULL,
    -- Keyed hash of the address: finds it in `suppression`, which must not hold addresses.
    address_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    language TEXT NOT NULL,
    -- Why we may mail; 'withdrawn' when the newest row of `consent` says so, 'unknown' when nobody could say.
    basis TEXT NOT NULL
        CHECK (
            basis = 'consent' OR basis = 'membership' OR basis = 'corporate' OR basis = 'soft-opt-in'
            OR basis = 'unknown' OR basis = 'withdrawn'
        ),
    wording_hash TEXT,
    added BIGINT NOT NULL,
    changed BIGINT NOT NULL
);

-- In the order of ids, as a campaign reads them.
INSERT INTO person SELECT * FROM old_person ORDER BY id;

-- Each address once.
CREATE UNIQUE INDEX person_address ON person (address);

-- Proof that we may mail: rows are added and never changed; they go only when the person goes.
CREATE TABLE consent (
    person TEXT NOT NULL REFERENCES person (id),
    -- 1, 2, 3 … for each person: the order does not hang on a clock.
    number INTEGER NOT NULL,
    basis TEXT NOT NULL
        CHECK (
            basis = 'consent' OR basis = 'membership' OR basis = 'corporate' OR basis = 'soft-opt-in'
            OR basis = 'unknown'
        ),
    wording_hash TEXT REFERENCES wording (hash),
    source TEXT NOT NULL,
    at BIGINT NOT NULL,
    withdrawn INTEGER NOT NULL CHECK (withdrawn = 0 OR withdrawn = 1),
    PRIMARY KEY (person, number),
    CHECK (wording_hash IS NOT NULL OR (basis <> 'consent' AND basis <> 'soft-opt-in'))
);

INSERT INTO consent SELECT * FROM old_consent ORDER BY person, number;

DROP TABLE old_consent;

CREATE TABLE erasure (
    person TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    asked BIGINT NOT NULL
);

INSERT INTO erasure SELECT * FROM old_erasure;

DROP TABLE old_erasure;

-- Words of the branch's own by which people are found for practical things; a person's go when the person goes.
CREATE TABLE person_tag (
    person TEXT NOT NULL REFERENCES person (id),
    tag TEXT NOT NULL,
    PRIMARY KEY (person, tag)
);

INSERT INTO person_tag SELECT * FROM old_person_tag ORDER BY person, tag;

DROP TABLE old_person_tag;

-- Who has a tag, and how many people have which.
CREATE INDEX person_of_tag ON person_tag (tag, person);

-- Emptied before: what a statement may have to take back is kept in memory, which is every page for DROP, none for this.
DELETE FROM old_person;

DROP TABLE old_person;

-- The only door for other components: ids of those who may be mailed now.
CREATE VIEW mailable AS
SELECT person.id, person.language
FROM person
WHERE person.basis <> 'withdrawn' AND person.basis <> 'unknown'
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
