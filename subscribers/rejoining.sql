-- name: lift
-- The person came back by their own act: their address may be mailed again.
DELETE FROM suppression WHERE address_hash = :address_hash
