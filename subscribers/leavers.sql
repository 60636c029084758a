-- name: empty_leavers
-- Forget them.
DELETE FROM leaver

-- name: mark_leavers
-- Everybody on the same ground who is not in the file, or who has left as the file itself says. A row that is a question keeps its person.
INSERT INTO leaver (person, earlier)
SELECT person.id, (
    SELECT max(consent.number) FROM consent
    WHERE consent.person = person.id AND consent.withdrawn = 0 AND consent.basis <> 'unknown'
      AND (consent.basis <> :basis OR (:basis IN ('consent', 'soft-opt-in') AND coalesce(consent.wording_hash, '') <> :wording_hash))
      AND NOT EXISTS (
          SELECT 1 FROM consent AS later
          WHERE later.person = person.id AND later.withdrawn = 1 AND later.number > consent.number
      )
)
FROM absent AS person
WHERE person.basis = :basis AND (:basis NOT IN ('consent', 'soft-opt-in') OR coalesce(person.wording_hash, '') = :wording_hash)
  AND person.id NOT IN (
      SELECT former.person FROM folded JOIN former ON former.address_hash = folded.address_hash
      WHERE folded.restriction <> 2
  )
  AND NOT EXISTS (SELECT 1 FROM erasure WHERE erasure.person = person.id)
-- A file that still has the address somebody had before means that person. Who is to be forgotten goes when they can.

-- name: keep_meant
-- Whom a row may mean that cannot be used as it is stays as they are.
DELETE FROM leaver WHERE person IN (
    SELECT person.id FROM meant JOIN person ON person.address = meant.address
    UNION
    SELECT former.person FROM meant JOIN former ON former.address_hash = meant.address_hash
)

-- name: spare_leaver
-- Somebody who would go may not go yet.
DELETE FROM leaver WHERE person = :person AND earlier IS NULL

-- name: count_leavers
-- How many leave altogether, and how many stay on another ground.
SELECT count(*) FILTER (WHERE earlier IS NULL), count(earlier) FROM leaver

-- name: everybody_leaving
-- Who they are, and who of them stays on another ground (1).
SELECT person, CASE WHEN earlier IS NULL THEN 0 ELSE 1 END FROM leaver ORDER BY person

-- name: last_leaver
-- The number of the last of them, 0 where there is none.
SELECT coalesce(max(number), 0) FROM leaver

-- name: count_on_ground
-- How many are on the list on this ground.
SELECT count(*) FROM person
WHERE basis = :basis AND (:basis NOT IN ('consent', 'soft-opt-in') OR coalesce(wording_hash, '') = :wording_hash)

-- name: count_people
-- How many are on the list, whatever their ground.
SELECT count(*) FROM person

-- name: names_of_leavers
-- What those who leave were called; words about something else may name them.
SELECT person.name FROM leaver JOIN person ON person.id = leaver.person
WHERE leaver.number BETWEEN :first AND :last AND leaver.earlier IS NULL AND person.name <> ''

-- name: fall_back
-- One more row of proof for those who stay: the ground they had besides.
INSERT INTO consent (person, number, basis, wording_hash, source, at, withdrawn)
SELECT consent.person, (SELECT max(other.number) + 1 FROM consent AS other WHERE other.person = consent.person),
    consent.basis, consent.wording_hash, :source, :now, 0
FROM consent JOIN leaver ON leaver.person = consent.person AND leaver.earlier = consent.number
WHERE leaver.number BETWEEN :first AND :last

-- name: set_back
-- As fall_back, on the person.
UPDATE person SET basis = consent.basis, wording_hash = consent.wording_hash, changed = :now
FROM consent JOIN leaver ON leaver.person = consent.person AND leaver.earlier = consent.number
WHERE person.id = consent.person AND leaver.number BETWEEN :first AND :last

-- name: remember_ids
-- The opaque ids of those who leave, by keyed hash.
INSERT INTO departed (address_hash, person, at)
SELECT person.address_hash, person.id, :now
FROM leaver JOIN person ON person.id = leaver.person
WHERE leaver.number BETWEEN :first AND :last AND leaver.earlier IS NULL
ON CONFLICT (address_hash) DO UPDATE SET person = excluded.person, at = excluded.at

-- name: forget_ids
-- Ids of those who left so long ago that no issue they had is sent any more.
DELETE FROM departed WHERE at < :before

-- name: is_any_id_due
-- Whether anybody left so long ago: a look that keeps nobody else from writing.
SELECT EXISTS (SELECT 1 FROM departed WHERE at < :before)

-- name: remove_consents
-- The proof of consent of those who leave.
DELETE FROM consent WHERE person IN (SELECT person FROM leaver WHERE number BETWEEN :first AND :last AND earlier IS NULL)

-- name: remove_tags
-- The tags of those who leave.
DELETE FROM person_tag WHERE person IN (SELECT person FROM leaver WHERE number BETWEEN :first AND :last AND earlier IS NULL)

-- name: remove_people
-- Those who leave.
DELETE FROM person WHERE id IN (SELECT person FROM leaver WHERE number BETWEEN :first AND :last AND earlier IS NULL)

-- name: note_refresh
-- The list was held against a whole file.
INSERT INTO refreshed (number, basis, wording_hash, at, joined, changed, departed, stayed)
SELECT coalesce(max(number), 0) + 1, cast(:basis AS text), cast(nullif(:wording_hash, '') AS text), cast(:now AS bigint),
    cast(:joined AS integer), cast(:changed AS integer), cast(:departed AS integer), cast(:stayed AS integer)
FROM refreshed

-- name: people_by_ground
-- How many people are on the list by each ground that they are mailed on, and when the newest of them came in; in the order of `Basis`. One row: grouped they would all be sorted, in memory.
SELECT
    count(*) FILTER (WHERE basis = 'consent'), max(added) FILTER (WHERE basis = 'consent'),
    count(*) FILTER (WHERE basis = 'membership'), max(added) FILTER (WHERE basis = 'membership'),
    count(*) FILTER (WHERE basis = 'corporate'), max(added) FILTER (WHERE basis = 'corporate'),
    count(*) FILTER (WHERE basis = 'soft-opt-in'), max(added) FILTER (WHERE basis = 'soft-opt-in')
FROM person

-- name: last_refreshes
-- When a list was last held against a whole file, by ground.
SELECT basis, max(at) FROM refreshed GROUP BY basis
