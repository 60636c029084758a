-- name: members
-- The deliveries that are to go with a batch, all in one JSON text, as SQLite has reason to give them.
select coalesce(cast(json_agg(json_build_array(id, subscriber) order by number) as text), '[]')
from delivery where batch = :batch and state = 'with_batch'
