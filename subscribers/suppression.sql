-- name: suppress
-- Never mail an address again; the first reason stays.
INSERT INTO suppression (address_hash, reason, source, at)
VALUES (:address_hash, :reason, :source, :at)
ON CONFLICT (address_hash) DO NOTHING

-- name: suppression_of
-- Why an address is not mailed.
SELECT reason, source, at FROM suppression WHERE address_hash = :address_hash

-- name: count_suppressions
-- How many addresses are suppressed.
SELECT count(*) FROM suppression
