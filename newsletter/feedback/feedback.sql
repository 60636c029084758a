-- name: pulled
-- Until when the provider's suppression lists have been read, UNIX seconds by the provider's clock.
select at from pulled where account = :account

-- name: set_pulled
-- They have been read whole.
insert into pulled (account, at, noted) values (:account, :at, :noted)
on conflict (account) do update set at = excluded.at, noted = excluded.noted

-- name: last_pulled
-- When any account's lists were last read whole.
select max(noted) from pulled

-- name: forget_pulled
-- What the lists said is read anew from their beginning, whatever was read before.
delete from pulled
