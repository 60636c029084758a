-- name: make_staged_tag
-- The tags that the rows of a file give, by address; seen by this connection alone, like `folded`.
CREATE TEMP TABLE IF NOT EXISTS staged_tag (address TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (address, tag))

-- name: make_meant
-- Addresses that rows may mean which cannot be used as they are; seen by this connection alone.
CREATE TEMP TABLE IF NOT EXISTS meant (address TEXT NOT NULL PRIMARY KEY, address_hash TEXT NOT NULL)

-- name: empty_meant
-- Forget them.
DELETE FROM meant

-- name: stage_meant
-- One of them.
INSERT INTO meant (address, address_hash) VALUES (:address, :address_hash) ON CONFLICT (address) DO NOTHING

-- name: make_repeated
-- One row for each address that stands in the file more than once.
CREATE TEMP TABLE IF NOT EXISTS repeated (
    place BIGINT NOT NULL,
    line BIGINT NOT NULL,
    restriction INTEGER NOT NULL,
    id TEXT NOT NULL,
    address TEXT NOT NULL,
    address_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    language TEXT NOT NULL,
    agreed BIGINT NOT NULL
)

-- name: make_plan_mark
-- Which plan the temporary tables belong to.
CREATE TEMP TABLE IF NOT EXISTS plan_mark (plan TEXT NOT NULL)

-- name: unmark_plan
-- No plan.
DELETE FROM plan_mark

-- name: mark_plan
-- The tables belong to this plan from now on.
INSERT INTO plan_mark (plan) VALUES (:plan)

-- name: marked_plan
-- The plan that the tables belong to.
SELECT plan FROM plan_mark

-- name: empty_repeated
-- Forget them.
DELETE FROM repeated

-- name: empty_staged_tag
-- Forget the tags of a file.
DELETE FROM staged_tag

-- name: empty_folded
-- Forget the people of a file.
DELETE FROM folded

-- name: drop_index
-- Rows are put in without it.
DROP INDEX IF EXISTS folded_address

-- name: stage
-- One row of the file, with the id this person will have if they are new.
INSERT INTO folded (place, line, restriction, id, address, address_hash, name, first_name, language, agreed)
VALUES (:place, :line, :restriction, :id, :address, :address_hash, :name, :first_name, :language, :agreed)

-- name: stage_tag
-- One tag of one row; rows of one address are one person, who has the tags of all of them.
INSERT INTO staged_tag (address, tag) VALUES (:address, :tag) ON CONFLICT (address, tag) DO NOTHING

-- name: fold
-- One row for each address that stands there twice: the first line, the strictest restriction, and names only where the rows agree.
INSERT INTO repeated (place, line, restriction, id, address, address_hash, name, first_name, language, agreed)
SELECT place, line, restriction, id, address, address_hash,
    CASE WHEN people > 1 THEN '' ELSE name END, CASE WHEN people > 1 THEN '' ELSE first_name END, language, agreed
FROM (
    SELECT min(place) AS place, min(line) AS line, CASE WHEN min(restriction) = 5 THEN 4 ELSE max(CASE WHEN restriction < 5 THEN restriction ELSE 0 END) END AS restriction, min(id) AS id, address,
        min(address_hash) AS address_hash, max(name) AS name, max(first_name) AS first_name, max(language) AS language,
        max(agreed) AS agreed,
        CASE
            WHEN count(DISTINCT lower(nullif(first_name, ''))) > 1 THEN 2
            WHEN min(CASE WHEN name <> '' THEN first_name END) <> '' THEN 1
            WHEN count(DISTINCT lower(nullif(name, ''))) = 2
                AND substr(max(lower(name)), 1, length(min(lower(nullif(name, '')))) + 1)
                    = min(lower(nullif(name, ''))) || ' '
                THEN 1
            ELSE count(DISTINCT lower(nullif(name, '')))
        END AS people
    FROM folded
    WHERE address IN (SELECT address FROM folded GROUP BY address HAVING count(*) > 1)
    GROUP BY address
) AS grouped
-- Two people who share an address get one mail, which must not greet one of them by the other's name. Who has a first name
-- in each row is known by that; else "Ana" and "Ana Perez" are one person, and two other names are two.

-- name: settle_carried
-- Other addresses of people who said no have no row of their own: they said no, too.
UPDATE folded SET restriction = 4 WHERE restriction = 5

-- name: repeated_lines
-- Rows whose address stands further up in the file; asked before they are dropped.
SELECT line FROM (
    SELECT folded.line, row_number() OVER (PARTITION BY folded.address ORDER BY folded.line, folded.id) AS place
    FROM folded JOIN repeated ON repeated.address = folded.address
) AS placed
WHERE place > 1 ORDER BY line

-- name: drop_repeated
-- All rows of those addresses, in the order in which rows lie: neighbours are on one page, and each page is written once.
DELETE FROM folded WHERE place IN (
    SELECT folded.place FROM repeated JOIN folded ON folded.address = repeated.address
)

-- name: repeated_people
-- One row of each, as `stage` takes it and in the order of places. Put in all at once, SQLite would keep every page that they come to lie on in memory.
SELECT place, line, restriction, id, address, address_hash, name, first_name, language, agreed FROM repeated
ORDER BY place
