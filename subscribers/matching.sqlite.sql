-- name: make_met
-- Where those of a file who are on the list lie on it, and where in the file: in the order of the list.
CREATE TABLE IF NOT EXISTS scratch.met (
    person INTEGER PRIMARY KEY,
    place INTEGER NOT NULL,
    restriction INTEGER NOT NULL
)

-- name: empty_met
-- Nobody was looked for yet.
DELETE FROM met

-- name: match
-- Look for them. Both indexes are gone through in the order of addresses, and no person is read.
INSERT INTO met (person, place, restriction)
SELECT person.rowid, folded.place, folded.restriction
FROM folded CROSS JOIN person ON person.address = folded.address

-- name: make_matched
-- Those who were met, and what becomes of them: an empty cell takes nothing away. Whoever lies near on the list is near here.
CREATE TEMP VIEW IF NOT EXISTS matched AS
SELECT met.person AS nearby, met.restriction, suppression.address_hash AS suppressed,
    person.id, person.address, person.name, person.first_name, person.language, person.basis, person.wording_hash,
    CASE
        WHEN folded.name = '' OR (folded.name = folded.first_name AND folded.first_name = person.first_name)
            THEN person.name
        ELSE folded.name
    END AS new_name,
    CASE WHEN folded.first_name = '' THEN person.first_name ELSE folded.first_name END AS new_first_name,
    CASE WHEN folded.language = '' THEN person.language ELSE folded.language END AS new_language,
    folded.line, folded.agreed
FROM met CROSS JOIN person ON person.rowid = met.person
LEFT JOIN suppression ON suppression.address_hash = person.address_hash
CROSS JOIN folded ON folded.place = met.place
-- A full name is not replaced by a cell that says no more than the first name.

-- name: make_absent
-- People who do not stand in the file, or only as somebody who has left.
CREATE TEMP VIEW IF NOT EXISTS absent AS
SELECT * FROM person WHERE NOT EXISTS (SELECT 1 FROM met WHERE met.person = person.rowid AND met.restriction <> 2)

-- name: last_matched
-- Where the last of them lies.
SELECT coalesce(max(person), 0) FROM met

-- name: state_of_list
-- Another one as soon as anything in this database has changed, by this connection or any other.
SELECT data_version || ' ' || total_changes() FROM pragma_data_version
