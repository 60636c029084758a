-- name: add_person
-- Take somebody in.
INSERT INTO person (id, address, address_hash, name, first_name, language, basis, added, changed)
VALUES (:id, :address, :address_hash, :name, :first_name, :language, :basis, :now, :now)

-- name: change_person
-- New name or language.
UPDATE person SET name = :name, first_name = :first_name, language = :language, changed = :now WHERE id = :id

-- name: change_address
-- New address, with the hash that finds its suppression.
UPDATE person SET address = :address, address_hash = :address_hash, changed = :now WHERE id = :id

-- name: id_of_departed
-- Under which id somebody was here before, unless another person has it.
SELECT person FROM departed
WHERE address_hash = :address_hash AND NOT EXISTS (SELECT 1 FROM person WHERE person.id = departed.person)

-- name: departure
-- Under which id somebody would be known again who left, and when that was.
SELECT person, at FROM departed WHERE address_hash = :address_hash

-- name: forget_departed
-- They are on the list again.
DELETE FROM departed WHERE address_hash = :address_hash

-- name: remove_person
-- Delete somebody; the proof of consent must be gone before.
DELETE FROM person WHERE id = :id

-- name: person_by_id
-- One person and whether they may be mailed.
SELECT id, address, name, first_name, language, basis, added, changed, status FROM listed WHERE id = :id

-- name: person_by_address
-- One person by normalised address.
SELECT id, address, name, first_name, language, basis, added, changed, status FROM listed WHERE address = :address

-- name: everybody
-- The whole list in the order people came.
SELECT id, address, name, first_name, language, basis, added, changed, status FROM listed ORDER BY added, id

-- name: count_people
-- How many people are on the list, mailable or not.
SELECT count(*) FROM person

-- name: hashes_of_people
-- Everybody's keyed hash, to find out what stands for them elsewhere; also of those who left and may come back.
SELECT id, address_hash FROM person
UNION ALL
SELECT person, address_hash FROM departed
