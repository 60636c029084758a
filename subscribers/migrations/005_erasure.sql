-- Who asked to be forgotten while a campaign was on its way to them: kept until it has settled, then removed.
CREATE TABLE erasure (
    person TEXT NOT NULL PRIMARY KEY REFERENCES person (id),
    asked BIGINT NOT NULL
);

-- Addresses that somebody else was given and is to erase as well; a row goes when they have answered.
CREATE TABLE erase_request (
    -- Who has it, by a name that the mailer understands.
    holder TEXT NOT NULL,
    address TEXT NOT NULL,
    asked BIGINT NOT NULL,
    -- 1 when they said that they cannot take this address.
    refused INTEGER NOT NULL DEFAULT 0 CHECK (refused IN (0, 1)),
    PRIMARY KEY (holder, address)
);
