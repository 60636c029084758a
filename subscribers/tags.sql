-- name: tags_of
-- The tags of one person.
SELECT tag FROM person_tag WHERE person = :person ORDER BY tag

-- name: count_tags
-- How many people have each tag.
SELECT tag, count(*) FROM person_tag GROUP BY tag ORDER BY tag

-- name: add_tag
-- A person gets a tag.
INSERT INTO person_tag (person, tag) VALUES (:person, :tag) ON CONFLICT (person, tag) DO NOTHING

-- name: remove_tag
-- A person loses a tag.
DELETE FROM person_tag WHERE person = :person AND tag = :tag

-- name: forget_tags
-- A person loses all of them.
DELETE FROM person_tag WHERE person = :person
