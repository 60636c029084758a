-- name: members
-- The deliveries of a batch in one state, by number, in columns, all in one JSON text, in the order of their numbers.
select json_array(json_group_array(number), json_group_array(subscriber))
from delivery indexed by delivery_of_batch where batch = :batch and state = :state
-- The order is the index's: asked for by name, it would be sorted once more for each column.
-- One row, because the driver lets other threads run before each: four threads that read rows take four times as long.
