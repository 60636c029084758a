-- name: recipients
-- Addresses of those ids that may be mailed now.
SELECT person.id, person.address, person.name, person.first_name, person.language
FROM json_each(:ids) AS wanted
JOIN mailable ON mailable.id = wanted.value
JOIN person ON person.id = mailable.id

-- name: count_by_host
-- The hosts with most people who may be mailed.
SELECT substr(person.address, instr(person.address, '@') + 1) AS host, count(*)
FROM mailable JOIN person ON person.id = mailable.id
GROUP BY host ORDER BY count(*) DESC, host LIMIT :most
