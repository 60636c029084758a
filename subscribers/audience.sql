-- name: count_mailable
-- How many may be mailed now.
SELECT count(*) FROM mailable

-- name: count_between
-- How many people's ids lie between two; it is not counted beyond :most.
SELECT count(*) FROM (SELECT 1 FROM person WHERE person.id BETWEEN :first AND :last LIMIT :most) AS counted

-- name: count_by_language
-- How many may be mailed in each language, most first.
SELECT language, count(*) FROM mailable GROUP BY language ORDER BY count(*) DESC, language

-- name: count_left_out
-- How many people are left out, by reason.
SELECT coalesce(suppression.reason, 'withdrawn') AS reason, count(*)
FROM person LEFT JOIN suppression ON suppression.address_hash = person.address_hash
WHERE suppression.address_hash IS NOT NULL OR person.basis = 'withdrawn'
GROUP BY coalesce(suppression.reason, 'withdrawn') ORDER BY count(*) DESC, reason
