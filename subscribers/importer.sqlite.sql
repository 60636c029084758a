-- name: is_empty
-- Whether nobody is on the list, so that an index can be made in one go when they are: 1 or 0.
SELECT NOT EXISTS (SELECT 1 FROM person)

-- name: drop_address_index
-- People are put in without it, in the order of their ids: their addresses lie all over it.
DROP INDEX person_address

-- name: make_address_index
-- As it was; a transaction that ends before this has not dropped it.
CREATE UNIQUE INDEX IF NOT EXISTS person_address ON person (address)
