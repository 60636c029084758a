-- name: custody_note
-- One thing that is remembered.
SELECT value, at FROM custody WHERE name = :name

-- name: custody_notes
-- All things of which the name begins alike.
SELECT name, value, at FROM custody WHERE substr(name, 1, length(cast(:prefix AS TEXT))) = :prefix ORDER BY name

-- name: remember
-- Remember something; what was remembered under that name goes.
INSERT INTO custody (name, value, at) VALUES (:name, :value, :at)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at

-- name: no_longer
-- It is not so any more.
DELETE FROM custody WHERE name = :name

-- name: change_seal
-- The list opens with another root key from now on.
UPDATE claim SET workspace = :workspace, seal = :seal
