-- Under which opaque id somebody was known who has left: whoever comes back has it again, so that no issue that they
-- had reaches them a second time. The keyed hash names nobody.
CREATE TABLE departed (
    address_hash TEXT NOT NULL PRIMARY KEY,
    person TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- When a list was last held against a whole file of the same ground: how fresh it is.
CREATE TABLE refreshed (
    number INTEGER NOT NULL PRIMARY KEY,
    basis TEXT NOT NULL CHECK (basis IN ('consent', 'membership', 'corporate')),
    wording_hash TEXT,
    at BIGINT NOT NULL,
    joined INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    departed INTEGER NOT NULL,
    stayed INTEGER NOT NULL
);
