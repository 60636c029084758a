-- name: keep_wording
-- Keep what people were told, once.
INSERT INTO wording (hash, text) VALUES (:hash, :text) ON CONFLICT (hash) DO NOTHING

-- name: add_consent
-- One more row of proof.
INSERT INTO consent (id, person, basis, wording_hash, source, at, withdrawn)
VALUES (:id, :person, :basis, :wording_hash, :source, :at, :withdrawn)

-- name: newest_consent
-- What a person said last.
SELECT basis, wording_hash, withdrawn FROM consent
WHERE person = :person
ORDER BY at DESC, withdrawn DESC, id DESC LIMIT 1
-- In the same microsecond a withdrawal counts as the later: the safe side.

-- name: set_basis
-- Repeat the newest row on the person.
UPDATE person SET basis = :basis, changed = :now WHERE id = :person

-- name: consents_of_person
-- The whole proof of a person, oldest first.
SELECT consent.basis, wording.text, consent.source, consent.at, consent.withdrawn
FROM consent LEFT JOIN wording ON wording.hash = consent.wording_hash
WHERE consent.person = :person
ORDER BY consent.at, consent.withdrawn, consent.id

-- name: forget_consents
-- The proof goes with the person.
DELETE FROM consent WHERE person = :person
