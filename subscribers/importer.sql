-- name: add_tags_of_file
-- The tags that the file gives, to everybody of it who is on the list by now.
INSERT INTO person_tag (person, tag)
SELECT person.id, staged_tag.tag
FROM folded
JOIN person ON person.address = folded.address
JOIN staged_tag ON staged_tag.address = folded.address
WHERE folded.restriction = 0 AND person.basis <> 'withdrawn'
  AND NOT EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = person.address_hash)
ON CONFLICT (person, tag) DO NOTHING

-- name: count_tags_of_file
-- The tags of those whom the file would take in, most first.
SELECT staged_tag.tag, count(*)
FROM staged_tag JOIN folded ON folded.address = staged_tag.address
WHERE folded.restriction = 0
GROUP BY staged_tag.tag ORDER BY count(*) DESC, staged_tag.tag

-- name: count_left_but_listed
-- How many of those who do not belong to the list any more are on it and still get mail.
SELECT count(*) FROM folded
JOIN person ON person.address = folded.address
JOIN mailable ON mailable.id = person.id
WHERE folded.restriction = 2

-- name: has_departed
-- Whether anybody has been here before: everybody of a file is looked at else, to find none.
SELECT EXISTS (SELECT 1 FROM departed)

-- name: reuse_ids
-- Whoever was here before has the same opaque id again, so that no issue that they had reaches them twice.
UPDATE folded SET id = departed.person
FROM departed
WHERE departed.address_hash = folded.address_hash
  AND NOT EXISTS (SELECT 1 FROM person WHERE person.id = departed.person OR person.address = folded.address)

-- name: forget_returned
-- They are on the list again.
DELETE FROM departed WHERE EXISTS (
    SELECT 1 FROM person WHERE person.id = departed.person AND person.address_hash = departed.address_hash
)
-- Found by their ids: there is no index of hashes, and 300 who left cost 21 s with 100,000 people.

-- name: take_in_new
-- People who are not on the list yet and whom nothing protects.
INSERT INTO person (id, address, address_hash, name, first_name, language, basis, wording_hash, added, changed)
SELECT id, address, address_hash, name, first_name, coalesce(nullif(language, ''), :language),
    :basis, nullif(:wording_hash, ''), :now, :now
FROM folded
WHERE folded.place BETWEEN :first AND :last AND restriction = 0
  AND NOT EXISTS (SELECT 1 FROM person WHERE person.address = folded.address)
  AND NOT EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = folded.address_hash)
ORDER BY id
-- In the order of ids: a campaign reads its batches in that order, and neighbours then lie on the same page
-- (1,000 recipients out of a million: 4 ms instead of 22 ms).

-- name: add_consents_of_new
-- The first row of proof of those who were just taken in; of the day of their yes, where the file says it.
INSERT INTO consent (person, number, basis, wording_hash, source, at, withdrawn)
SELECT person.id, 1, :basis, nullif(:wording_hash, ''), :source,
    CASE WHEN (:basis = 'consent' OR :basis = 'soft-opt-in') AND folded.agreed BETWEEN 1 AND :now THEN folded.agreed ELSE :now END, 0
FROM folded JOIN person ON person.id = folded.id
WHERE folded.place BETWEEN :first AND :last
ORDER BY folded.id

-- name: take_in_all
-- As take_in_new, where none of them is on the list or protected.
INSERT INTO person (id, address, address_hash, name, first_name, language, basis, wording_hash, added, changed)
SELECT id, address, address_hash, name, first_name, coalesce(nullif(language, ''), :language),
    :basis, nullif(:wording_hash, ''), :now, :now
FROM folded
WHERE folded.place BETWEEN :first AND :last AND restriction = 0
ORDER BY id

-- name: add_consents_of_all
-- As add_consents_of_new, where all of them were taken in.
INSERT INTO consent (person, number, basis, wording_hash, source, at, withdrawn)
SELECT id, 1, :basis, nullif(:wording_hash, ''), :source,
    CASE WHEN (:basis = 'consent' OR :basis = 'soft-opt-in') AND agreed BETWEEN 1 AND :now THEN agreed ELSE :now END, 0
FROM folded
WHERE folded.place BETWEEN :first AND :last AND restriction = 0
ORDER BY id
