-- name: keep_wording
-- Keep what people were told, once.
INSERT INTO wording (hash, text) VALUES (:hash, :text) ON CONFLICT (hash) DO NOTHING

-- name: add_consent
-- One more row of proof, numbered after the newest.
INSERT INTO consent (person, number, basis, wording_hash, source, at, withdrawn)
SELECT :person, coalesce(max(number), 0) + 1, :basis, :wording_hash, :source, :at, :withdrawn
FROM consent WHERE person = :person

-- name: newest_consent
-- What a person said last.
SELECT basis, wording_hash, withdrawn FROM consent WHERE person = :person ORDER BY number DESC LIMIT 1

-- name: set_basis
-- Repeat the newest row on the person.
UPDATE person SET basis = :basis, wording_hash = :wording_hash, changed = :now WHERE id = :person

-- name: consents_of_person
-- The whole proof of a person, oldest first.
SELECT consent.basis, wording.text, consent.source, consent.at, consent.withdrawn
FROM consent LEFT JOIN wording ON wording.hash = consent.wording_hash
WHERE consent.person = :person
ORDER BY consent.number

-- name: forget_consents
-- The proof goes with the person.
DELETE FROM consent WHERE person = :person
