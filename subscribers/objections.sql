-- name: has_former
-- Whether anybody had another address before, or has left.
SELECT EXISTS (SELECT 1 FROM former) OR EXISTS (SELECT 1 FROM departed)

-- name: elsewhere
-- Where whoever had an address before is now, or was when they left; nothing for an address that somebody has.
WITH whose AS (
    SELECT person FROM former WHERE address_hash = :address_hash
    UNION
    SELECT person FROM departed WHERE address_hash = :address_hash
), left_at AS (
    SELECT address_hash FROM departed
    WHERE person IN (SELECT person FROM whose) AND NOT EXISTS (SELECT 1 FROM person WHERE person.id = departed.person)
)
SELECT address_hash FROM person WHERE id IN (SELECT person FROM whose)
    AND NOT EXISTS (SELECT 1 FROM person AS owner WHERE owner.address = :address)
UNION
SELECT address_hash FROM left_at
WHERE address_hash <> :address_hash
    AND NOT EXISTS (SELECT 1 FROM person AS owner WHERE owner.address = :address)
    AND address_hash NOT IN (
        SELECT address_hash FROM person WHERE address_hash IN (SELECT address_hash FROM left_at)
    )
ORDER BY address_hash
-- Everybody is looked through only for somebody who left at another address, for there is no index of hashes.
