-- name: bury
-- Never mail a forgotten address; what was noted about it before, in free words, goes.
INSERT INTO suppression (address_hash, reason, source, at)
VALUES (:address_hash, :reason, '', :at)
ON CONFLICT (address_hash) DO UPDATE SET reason = excluded.reason, source = '', of_mailbox = 0

-- name: wordings_of_person
-- What the person agreed to, by hash.
SELECT DISTINCT wording_hash FROM consent WHERE person = :person AND wording_hash IS NOT NULL

-- name: drop_wording
-- Words that nobody else agreed to: they may have been written about one person.
DELETE FROM wording
WHERE hash = :hash AND NOT EXISTS (SELECT 1 FROM consent WHERE consent.wording_hash = wording.hash)

-- name: drop_wordings_naming
-- Words that are nobody's proof any more go where they name a forgotten address.
DELETE FROM wording
WHERE replace(lower(text), :address, '') <> lower(text)
  AND NOT EXISTS (SELECT 1 FROM consent WHERE consent.wording_hash = wording.hash)

-- name: agreed_to_words_naming
-- How many others agreed to words that name an address.
SELECT count(DISTINCT person) FROM consent
WHERE person <> :person
  AND wording_hash IN (SELECT hash FROM wording WHERE replace(lower(text), :address, '') <> lower(text))

-- name: bury_former
-- Never mail the addresses that a forgotten person had besides, unless one is somebody else's by now.
INSERT INTO suppression (address_hash, reason, source, at)
WITH known AS (
    SELECT address_hash FROM former WHERE person = :person
    UNION
    SELECT address_hash FROM departed WHERE person = :person
)
SELECT address_hash, cast(:reason AS text), '', cast(:at AS bigint)
FROM known
WHERE address_hash NOT IN (
    SELECT address_hash FROM person WHERE address_hash IN (SELECT address_hash FROM known) AND id <> :person
)
ON CONFLICT (address_hash) DO UPDATE SET reason = excluded.reason, source = '', of_mailbox = 0
-- Everybody is looked through once for all of them: an index of hashes would take as long again for each row of a second
-- list (51 µs in place of 28, into a million people).

-- name: hashes_of_person
-- The keyed hashes of all addresses that a person has or had, as far as they are kept.
SELECT address_hash FROM person WHERE id = :person
UNION
SELECT address_hash FROM former WHERE person = :person
UNION
SELECT address_hash FROM departed WHERE person = :person
ORDER BY address_hash

-- name: departed_person
-- Under which id somebody was here who has left, by the address they had then or by an earlier one.
SELECT known.person FROM (
    SELECT person, 1 AS place FROM departed WHERE address_hash = :address_hash
    UNION ALL
    SELECT person, 2 AS place FROM former WHERE address_hash = :address_hash
) AS known
WHERE NOT EXISTS (SELECT 1 FROM person WHERE person.id = known.person)
ORDER BY known.place LIMIT 1

-- name: forget_departed_person
-- By which addresses somebody would have been known again.
DELETE FROM departed WHERE person = :person

-- name: put_off
-- The person is removed later; the first day they asked stays.
INSERT INTO erasure (person, asked) VALUES (:person, :now) ON CONFLICT (person) DO NOTHING

-- name: put_off_people
-- Who is to be removed as soon as it can be.
SELECT person FROM erasure ORDER BY asked, person

-- name: put_off_since
-- On which day somebody asked who is to be removed later.
SELECT asked FROM erasure WHERE person = :person

-- name: end_erasure
-- It is not to be done any more.
DELETE FROM erasure WHERE person = :person

-- name: request_erasure
-- Somebody else has the address and is to erase it.
INSERT INTO erase_request (holder, address, asked) VALUES (:holder, :address, :now)
ON CONFLICT (holder, address) DO UPDATE SET refused = 0

-- name: erase_requests
-- What a holder was not asked yet, or has not answered.
SELECT address FROM erase_request WHERE holder = :holder AND refused = 0 ORDER BY asked, address

-- name: end_request
-- The holder has answered.
DELETE FROM erase_request WHERE holder = :holder AND address = :address

-- name: call_off_requests
-- Nobody is to erase the address any more: its owner has come back.
DELETE FROM erase_request WHERE address = :address

-- name: requests_of
-- Who is to erase an address and has not, since when, and whether they refused.
SELECT holder, asked, refused FROM erase_request WHERE address = :address ORDER BY holder

-- name: requested_addresses
-- All addresses that somebody is to erase and has not.
SELECT DISTINCT address FROM erase_request WHERE holder <> :own ORDER BY address

-- name: refuse_request
-- The holder says that it cannot take this address.
UPDATE erase_request SET refused = 1 WHERE holder = :holder AND address = :address

-- name: count_requests
-- How many addresses wait at each holder, and how many of them it refused.
SELECT holder, count(*), sum(refused) FROM erase_request GROUP BY holder ORDER BY holder
