-- name: count_mailable
-- How many may be mailed now.
SELECT count(*) FROM mailable

-- name: count_without_ground
-- How many are on the list and nobody could say why they may be mailed.
SELECT count(*) FROM listed WHERE status = 'unknown'

-- name: count_between
-- How many people's ids lie between two; it is not counted beyond :most.
SELECT count(*) FROM (SELECT 1 FROM person WHERE person.id BETWEEN :first AND :last LIMIT :most) AS counted

-- name: count_by_language
-- How many may be mailed in each language, most first.
SELECT language, count(*) FROM mailable GROUP BY language ORDER BY count(*) DESC, language

-- name: count_left_out
-- How many people are left out, by reason.
SELECT coalesce(suppression.reason, person.basis) AS reason, count(*)
FROM person LEFT JOIN suppression ON suppression.address_hash = person.address_hash
WHERE suppression.address_hash IS NOT NULL OR person.basis IN ('withdrawn', 'unknown')
GROUP BY coalesce(suppression.reason, person.basis) ORDER BY count(*) DESC, reason

-- name: mailable_addresses
-- Where those who may be mailed are, to be counted as they go by: grouped here they would all be sorted, in memory.
SELECT person.address
FROM person
WHERE person.basis NOT IN ('withdrawn', 'unknown')
  AND NOT EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = person.address_hash)

-- name: address_of
-- The address of one person, may they be mailed or not.
SELECT coalesce(max(address), '') FROM person WHERE id = :id
