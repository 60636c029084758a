-- name: members
-- The deliveries of a batch in one state, by number, in columns, all in one JSON text, as SQLite has reason to give them.
select cast(json_build_array(
    coalesce(json_agg(number order by number), '[]'), coalesce(json_agg(subscriber order by number), '[]')
) as text)
from delivery where batch = :batch and state = :state
