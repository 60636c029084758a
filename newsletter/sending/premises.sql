-- name: answer
-- What was found out, and when.
select answer, at from premise where account = :account and name = :name

-- name: store
-- The newest answer takes the place of an older one.
insert into premise (account, name, answer, at) values (:account, :name, :answer, :at)
on conflict (account, name) do update set answer = excluded.answer, at = excluded.at

-- name: probe
-- The probe of an account that is under way, or answered with its cancel still in place.
select address, begun, send_at, cancelled_batch, cancelled_attempt, control_batch, control_attempt, state
from probe where account = :account

-- name: keep_probe
-- A probe begins; committed before its first mail leaves.
insert into probe (account, address, begun, send_at, cancelled_batch, cancelled_attempt, control_batch,
                   control_attempt, state)
values (:account, :address, :begun, :send_at, :cancelled_batch, :cancelled_attempt, :control_batch,
        :control_attempt, :state)

-- name: move_probe
-- A probe goes one step on.
update probe set state = :state where account = :account

-- name: drop_probe
-- A probe is over and its slot is given back.
delete from probe where account = :account
