-- name: recipients
-- Those of the ids that may be mailed now, by their place among the ids, in columns, all in one JSON text, as SQLite has reason to give them.
SELECT cast(json_build_array(
    coalesce(json_agg(wanted.place - 1), '[]'), coalesce(json_agg(person.address), '[]'),
    coalesce(json_agg(person.name), '[]'), coalesce(json_agg(person.first_name), '[]')
) AS text)
FROM json_array_elements_text(cast(:ids AS json)) WITH ORDINALITY AS wanted (id, place)
JOIN person ON person.id = wanted.id
WHERE person.basis <> 'withdrawn'
  AND NOT EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = person.address_hash)
-- The condition of `mailable` again: joining the view would look up every person twice.

-- name: count_by_host
-- The hosts with most people who may be mailed.
SELECT split_part(person.address, '@', 2) AS host, count(*)
FROM person
WHERE person.basis <> 'withdrawn'
  AND NOT EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = person.address_hash)
GROUP BY host ORDER BY count(*) DESC, host LIMIT :most
