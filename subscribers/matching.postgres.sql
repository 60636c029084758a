-- name: make_met
-- Nothing: a server looks for them with each question, all at once.
SELECT 0

-- name: empty_met
-- Nothing.
SELECT 0

-- name: match
-- Nothing.
SELECT 0

-- name: make_matched
-- Those of a file who are on the list, and what becomes of them: an empty cell takes nothing away. All are near one another.
CREATE OR REPLACE TEMP VIEW matched AS
SELECT 0 AS nearby, folded.restriction, suppression.address_hash AS suppressed,
    person.id, person.address, person.name, person.first_name, person.language, person.basis, person.wording_hash,
    CASE
        WHEN folded.name = '' OR (folded.name = folded.first_name AND folded.first_name = person.first_name)
            THEN person.name
        ELSE folded.name
    END AS new_name,
    CASE WHEN folded.first_name = '' THEN person.first_name ELSE folded.first_name END AS new_first_name,
    CASE WHEN folded.language = '' THEN person.language ELSE folded.language END AS new_language,
    folded.line, folded.agreed
FROM folded JOIN person ON person.address = folded.address
LEFT JOIN suppression ON suppression.address_hash = person.address_hash
-- A full name is not replaced by a cell that says no more than the first name.

-- name: make_absent
-- People who do not stand in the file, or only as somebody who has left.
CREATE OR REPLACE TEMP VIEW absent AS
SELECT * FROM person
WHERE NOT EXISTS (SELECT 1 FROM folded WHERE folded.address = person.address AND folded.restriction <> 2)

-- name: last_matched
-- All are one part.
SELECT 0

-- name: state_of_list
-- It is not known whether anything has changed.
SELECT ''
