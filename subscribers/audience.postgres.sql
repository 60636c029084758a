-- name: recipients
-- Those of the ids that may be mailed now, by their place among the ids, in columns, all in one JSON text, as SQLite has reason to give them.
SELECT cast(json_build_array(
    coalesce(json_agg(wanted.place - 1), '[]'), coalesce(json_agg(person.address), '[]'),
    coalesce(json_agg(person.name), '[]'), coalesce(json_agg(person.first_name), '[]')
) AS text)
FROM json_array_elements_text(cast(:ids AS json)) WITH ORDINALITY AS wanted (id, place)
JOIN person ON person.id = wanted.id
WHERE person.basis NOT IN ('withdrawn', 'unknown')
  AND NOT EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = person.address_hash)
-- The condition of `mailable` again: joining the view would look up every person twice.

-- name: recipients_between
-- Who may be mailed now of all whose ids lie between two, in columns, all in one JSON text, in the order of ids.
SELECT cast(json_build_array(
    coalesce(json_agg(person.id ORDER BY person.id), '[]'), coalesce(json_agg(person.address ORDER BY person.id), '[]'),
    coalesce(json_agg(person.name ORDER BY person.id), '[]'),
    coalesce(json_agg(person.first_name ORDER BY person.id), '[]')
) AS text)
FROM person
WHERE person.id BETWEEN :first AND :last AND person.basis NOT IN ('withdrawn', 'unknown')
  AND NOT EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = person.address_hash)

-- name: hashes_of
-- The keyed hashes of those of the ids that are on the list, or were.
SELECT known.person, known.address_hash
FROM json_array_elements_text(cast(:ids AS json)) AS wanted (id)
JOIN (
    SELECT id AS person, address_hash FROM person
    UNION ALL
    SELECT person, address_hash FROM departed
) AS known ON known.person = wanted.id
