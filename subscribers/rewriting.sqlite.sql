-- name: file_numbers
-- All tables lie in one file, which is written anew as a whole.
SELECT name, 0 FROM sqlite_master WHERE type = 'table' ORDER BY name
