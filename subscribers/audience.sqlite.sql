-- name: recipients
-- Addresses of those ids that may be mailed now, all in one JSON text.
SELECT json_group_array(
    json_array(person.id, person.address, person.name, person.first_name, person.language)
)
FROM json_each(:ids) AS wanted
JOIN person ON person.id = wanted.value
WHERE person.basis <> 'withdrawn'
  AND NOT EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = person.address_hash)
-- The condition of `mailable` again: joining the view would look up every person twice.
-- One row, because the driver lets other threads run before each: four threads that read rows take four times as long.

-- name: count_by_host
-- The hosts with most people who may be mailed.
SELECT substr(person.address, instr(person.address, '@') + 1) AS host, count(*)
FROM person
WHERE person.basis <> 'withdrawn'
  AND NOT EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = person.address_hash)
GROUP BY host ORDER BY count(*) DESC, host LIMIT :most
