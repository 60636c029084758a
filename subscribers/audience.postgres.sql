-- name: recipients
-- Addresses of those ids that may be mailed now, all in one JSON text, as SQLite has reason to give them.
SELECT coalesce(cast(json_agg(
    json_build_array(person.id, person.address, person.name, person.first_name, person.language)
) AS text), '[]')
FROM json_array_elements_text(cast(:ids AS json)) AS wanted(id)
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
