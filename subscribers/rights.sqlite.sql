-- name: everybody_with_tags
-- The whole list in the order people came, for a table; each with their tags in one text.
SELECT listed.id, listed.address, listed.name, listed.first_name, listed.language, listed.basis, listed.status, listed.added,
    coalesce((
        SELECT group_concat(theirs.tag, ', ') FROM (
            SELECT person_tag.tag FROM person_tag WHERE person_tag.person = listed.id ORDER BY person_tag.tag
        ) AS theirs
    ), '')
FROM listed ORDER BY listed.added, listed.id
