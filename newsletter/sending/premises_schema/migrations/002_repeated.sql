-- A probe also tries out a cancel that is repeated: its id, and the attempt that the log is asked about.

alter table probe add column repeated_batch text not null default '';
alter table probe add column repeated_attempt text not null default '';
