-- name: members
-- The deliveries that are to go with a batch, all in one JSON text.
select json_group_array(json_array(id, subscriber) order by number)
from delivery where batch = :batch and state = 'with_batch'
-- One row, because the driver lets other threads run before each: four threads that read rows take four times as long.
