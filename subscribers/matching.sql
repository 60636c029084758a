-- name: count_people_of_file
-- Of the people of a file: who can be taken in as far as it is asked, who is suppressed, and whom the file itself keeps out.
SELECT
    count(*) FILTER (WHERE restriction = 0 AND suppressed IS NULL),
    count(*) FILTER (WHERE restriction = 0 AND suppressed IS NOT NULL),
    count(*) FILTER (WHERE restriction >= 3), count(*) FILTER (WHERE restriction = 2),
    count(*) FILTER (WHERE restriction = 1)
FROM (
    SELECT folded.restriction, suppression.address_hash AS suppressed
    FROM folded LEFT JOIN suppression ON suppression.address_hash = folded.address_hash
) AS judged

-- name: count_matched
-- Of those who can be taken in and are on the list: how many are changed, the same, or took their consent back.
SELECT
    count(*) FILTER (WHERE outcome = 'changed'), count(*) FILTER (WHERE outcome = 'unchanged'),
    count(*) FILTER (WHERE outcome = 'withdrawn')
FROM (
    SELECT CASE
        WHEN basis = 'withdrawn' THEN 'withdrawn'
        WHEN (:basis <> 'unknown' AND (basis <> :basis OR coalesce(wording_hash, '') <> :wording_hash))
            OR new_name <> name OR new_first_name <> first_name OR new_language <> language THEN 'changed'
        WHEN :tags <> 'kept'
            AND (:tags = 'whole' OR EXISTS (SELECT 1 FROM staged_tag WHERE staged_tag.address = matched.address))
            AND (
                EXISTS (
                    SELECT 1 FROM staged_tag WHERE staged_tag.address = matched.address AND NOT EXISTS (
                        SELECT 1 FROM person_tag
                        WHERE person_tag.person = matched.id AND person_tag.tag = staged_tag.tag
                    )
                )
                OR EXISTS (
                    SELECT 1 FROM person_tag WHERE person_tag.person = matched.id AND NOT EXISTS (
                        SELECT 1 FROM staged_tag
                        WHERE staged_tag.address = matched.address AND staged_tag.tag = person_tag.tag
                    )
                )
            ) THEN 'changed'
        ELSE 'unchanged'
    END AS outcome
    FROM matched
    WHERE restriction = 0 AND suppressed IS NULL
    LIMIT 9223372036854775807
) AS judged
-- Grouped they would all be sorted, in memory; without a limit SQLite would ask each question of a row three times.

-- name: protected_lines
-- Rows that would be taken in if nothing protected the address.
SELECT folded.line, CASE WHEN suppression.source = 'moved' THEN 'moved' ELSE 'suppressed' END
FROM folded JOIN suppression ON suppression.address_hash = folded.address_hash
WHERE folded.restriction = 0
UNION ALL
SELECT line, 'withdrawn' FROM matched WHERE restriction = 0 AND basis = 'withdrawn' AND suppressed IS NULL
ORDER BY 1

-- name: add_new_consents
-- One more row of proof for people on the list whose ground is new; of the day of their yes, where the file says it.
INSERT INTO consent (person, number, basis, wording_hash, source, at, withdrawn)
SELECT id, (SELECT max(number) + 1 FROM consent WHERE consent.person = matched.id),
    :basis, nullif(:wording_hash, ''), :source,
    CASE WHEN (:basis = 'consent' OR :basis = 'soft-opt-in') AND agreed BETWEEN 1 AND :now THEN agreed ELSE :now END, 0
FROM matched
WHERE nearby BETWEEN :first AND :last AND restriction = 0 AND suppressed IS NULL AND basis <> 'withdrawn'
  AND :basis <> 'unknown' AND (basis <> :basis OR coalesce(wording_hash, '') <> :wording_hash)

-- name: bring_up_to_date
-- What is new about people on the list; a file that gives no ground takes none away.
UPDATE person SET
    name = said.new_name,
    first_name = said.new_first_name,
    language = said.new_language,
    basis = CASE WHEN :basis = 'unknown' THEN person.basis ELSE :basis END,
    wording_hash = CASE WHEN :basis = 'unknown' THEN person.wording_hash ELSE nullif(:wording_hash, '') END,
    changed = :now
FROM (
    SELECT id, new_name, new_first_name, new_language FROM matched
    WHERE nearby BETWEEN :first AND :last AND restriction = 0 AND suppressed IS NULL AND basis <> 'withdrawn'
      AND ((:basis <> 'unknown' AND (basis <> :basis OR coalesce(wording_hash, '') <> :wording_hash))
        OR new_name <> name OR new_first_name <> first_name OR new_language <> language)
    LIMIT 9223372036854775807
) AS said
WHERE person.id = said.id
-- Without a limit SQLite would go through everybody, and look for each among those of the file.

-- name: remove_other_tags
-- Tags of people of the file that it does not give them, of those whom it says something about.
DELETE FROM person_tag WHERE (person, tag) IN (
    SELECT person_tag.person, person_tag.tag
    FROM matched JOIN person_tag ON person_tag.person = matched.id
    WHERE matched.restriction = 0 AND matched.suppressed IS NULL AND matched.basis <> 'withdrawn'
      AND (:tags = 'whole' OR EXISTS (SELECT 1 FROM staged_tag WHERE staged_tag.address = matched.address))
      AND NOT EXISTS (
          SELECT 1 FROM staged_tag
          WHERE staged_tag.address = matched.address AND staged_tag.tag = person_tag.tag
      )
)
