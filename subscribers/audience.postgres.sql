-- name: recipients
-- Addresses of those ids that may be mailed now.
SELECT person.id, person.address, person.name, person.first_name, person.language
FROM json_array_elements_text(cast(:ids AS json)) AS wanted(id)
JOIN mailable ON mailable.id = wanted.id
JOIN person ON person.id = mailable.id

-- name: count_by_host
-- The hosts with most people who may be mailed.
SELECT split_part(person.address, '@', 2) AS host, count(*)
FROM mailable JOIN person ON person.id = mailable.id
GROUP BY host ORDER BY count(*) DESC, host LIMIT :most
