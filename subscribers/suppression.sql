-- name: suppress
-- Never mail an address again; the first reason stays, unless it was no more than that its owner moved on.
INSERT INTO suppression (address_hash, reason, source, at)
VALUES (:address_hash, :reason, :source, :at)
ON CONFLICT (address_hash) DO UPDATE SET reason = excluded.reason, source = excluded.source, at = excluded.at
WHERE suppression.source = 'moved' AND excluded.source <> 'moved'

-- name: suppression_of
-- Why an address is not mailed.
SELECT reason, source, at FROM suppression WHERE address_hash = :address_hash

-- name: count_told
-- How many addresses are suppressed because somebody said something of them, not only because their owner moved on.
SELECT count(*) FROM suppression WHERE source <> 'moved'

-- name: count_suppressions
-- How many addresses are suppressed.
SELECT count(*) FROM suppression
