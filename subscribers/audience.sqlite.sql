-- name: recipients
-- Those of the ids that may be mailed now, by their place among the ids, in columns, all in one JSON text.
SELECT json_array(
    json_group_array(wanted.key), json_group_array(person.address), json_group_array(person.name),
    json_group_array(person.first_name)
)
FROM json_each(:ids) AS wanted
JOIN person ON person.id = wanted.value
WHERE person.basis <> 'withdrawn' AND person.basis <> 'unknown'
  AND NOT EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = person.address_hash)
-- The condition of `mailable` again: joining the view would look up every person twice.
-- One row, because the driver lets other threads run before each: four threads that read rows take four times as long.
-- Columns, because a thousand small lists take twice as long to read as four long ones. One pass fills all of them.

-- name: recipients_between
-- Who may be mailed now of all whose ids lie between two, in columns, all in one JSON text, in the order of ids.
SELECT json_array(
    json_group_array(person.id), json_group_array(person.address), json_group_array(person.name),
    json_group_array(person.first_name)
)
FROM person
WHERE person.id BETWEEN :first AND :last AND person.basis <> 'withdrawn' AND person.basis <> 'unknown'
  AND NOT EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = person.address_hash)
-- Neighbours are read in half the time that looking a thousand of them up takes.

-- name: hashes_of
-- The keyed hashes of those of the ids that are on the list, or were.
SELECT known.person, known.address_hash
FROM json_each(:ids) AS wanted
JOIN (
    SELECT id AS person, address_hash FROM person
    UNION ALL
    SELECT person, address_hash FROM departed
) AS known ON known.person = wanted.value
