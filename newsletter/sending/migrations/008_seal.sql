-- A batch that nobody has tried: its first delivery's number, how many there are, the first and the last person and a
-- digest of all. '' once it was settled, and of a batch that was frozen before or is no row of neighbours on the list.

alter table batch add column seal text not null default '';

-- The state changes with each commit of a handover, and a wave has few batches: asked for it, they are looked into.

drop index batch_of_wave;

create index batch_of_wave on batch (wave) where wave <> '';
