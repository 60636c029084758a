-- name: keep_former
-- Somebody has another address from now on.
INSERT INTO former (address_hash, person, at) VALUES (:address_hash, :person, :at)
ON CONFLICT (address_hash) DO UPDATE SET person = excluded.person, at = excluded.at

-- name: person_of_former
-- Who had an address before.
SELECT person FROM former WHERE address_hash = :address_hash

-- name: former_day
-- Since when whoever had an address has another one.
SELECT at FROM former WHERE address_hash = :address_hash

-- name: former_days
-- Since when somebody has not had each of their earlier addresses any more.
SELECT at FROM former WHERE person = :person ORDER BY at

-- name: drop_former
-- They have it again.
DELETE FROM former WHERE address_hash = :address_hash

-- name: lift_moved
-- It was held back only because they had moved on.
DELETE FROM suppression WHERE address_hash = :address_hash AND source = :source

-- name: moved_since
-- Who has left an address for another one since a moment.
SELECT DISTINCT person FROM former WHERE at >= :since

-- name: forget_former
-- Which addresses somebody had before.
DELETE FROM former WHERE person = :person

-- name: forget_old_former
-- Addresses of those who left so long ago that no issue they had is sent any more: their id is not kept, either.
DELETE FROM former WHERE at < :before
    AND NOT EXISTS (SELECT 1 FROM person WHERE person.id = former.person)
    AND NOT EXISTS (SELECT 1 FROM departed WHERE departed.person = former.person)
