-- name: empty_beside
-- Forget them.
DELETE FROM beside

-- name: stage_beside
-- One of them.
INSERT INTO beside (address, other, other_hash) VALUES (:address, :other, :other_hash)
ON CONFLICT (address, other) DO NOTHING

-- name: has_beside
-- Whether there is any: 1 or 0.
SELECT count(*) FROM (SELECT 1 FROM beside LIMIT 1) AS one

-- name: objecting
-- Where those are written to, by hash, who said no by another address of their row. One that stands beside several people or has a row of its own may be somebody else's, unless somebody has said that it is the same person.
SELECT folded.address_hash
FROM refusal JOIN folded ON folded.address = refusal.address
WHERE folded.restriction < 4 AND ((is_known AND NOT is_shared) OR (:same = 1 AND (is_known OR is_in_file)))
UNION
SELECT folded.address_hash
FROM beside
JOIN folded ON folded.address = beside.other
JOIN folded AS said ON said.address = beside.address
WHERE :same = 1 AND folded.restriction < 4 AND said.restriction = 4

-- name: find_refusing
-- Somebody said no by another address of a row, or in a row with this one beside theirs, and either may be somebody else's.
INSERT INTO doubtful (address, line, other, other_hash)
SELECT folded.address, folded.line, refusal.other, refusal.other_hash
FROM refusal JOIN folded ON folded.address = refusal.address
WHERE folded.restriction = 0 AND (is_in_file OR (is_known AND is_shared))
UNION ALL
SELECT folded.address, folded.line, said.address, said.address_hash
FROM beside
JOIN folded ON folded.address = beside.other
JOIN folded AS said ON said.address = beside.address
WHERE folded.restriction = 0 AND said.restriction = 4
ON CONFLICT (address) DO NOTHING

-- name: empty_doubtful
-- Forget them.
DELETE FROM doubtful

-- name: find_doubtful
-- Somebody has the other address, and nobody the one to write to; nor has the other a row of its own.
INSERT INTO doubtful (address, line, other, other_hash)
SELECT folded.address, folded.line, beside.other, beside.other_hash
FROM beside
JOIN folded ON folded.address = beside.address
JOIN person ON person.address = beside.other
WHERE folded.restriction = 0
    AND NOT EXISTS (SELECT 1 FROM person AS own WHERE own.address = beside.address)
    AND NOT EXISTS (SELECT 1 FROM folded AS further WHERE further.address = beside.other)
ON CONFLICT (address) DO NOTHING

-- name: keep_doubtful
-- Whoever is on the list at the other address stays as they are meanwhile.
INSERT INTO meant (address, address_hash)
SELECT DISTINCT beside.other, beside.other_hash FROM doubtful JOIN beside ON beside.address = doubtful.address WHERE true
ON CONFLICT (address) DO NOTHING

-- name: take_for_listed
-- The row means the person on the list, who stays at the address that the list has; of an address beside several rows nobody can say whose it is.
UPDATE folded SET address = doubtful.other, address_hash = doubtful.other_hash
FROM doubtful
WHERE doubtful.address = folded.address
    AND doubtful.other NOT IN (SELECT other FROM doubtful GROUP BY other HAVING count(*) > 1)

-- name: forget_listed
-- Those are no question any more.
DELETE FROM doubtful WHERE other NOT IN (SELECT other FROM doubtful GROUP BY other HAVING count(*) > 1)

-- name: doubtful_lines
-- Where they stand in the file.
SELECT line FROM doubtful ORDER BY line

-- name: hold_doubtful
-- They are left out until somebody has said who they are.
UPDATE folded SET restriction = 1 WHERE address IN (SELECT address FROM doubtful)
