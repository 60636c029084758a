-- name: record_disclosure
-- The list left the program: when, what for, how many people.
INSERT INTO disclosure (id, at, reason, people) VALUES (:id, :at, :reason, :people)

-- name: disclosures
-- Each time the list left the program, oldest first.
SELECT at, reason, people FROM disclosure ORDER BY at, id
