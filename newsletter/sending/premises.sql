-- name: answer
-- What was found out, and when.
select answer, at from premise where account = :account and name = :name

-- name: store
-- The newest answer takes the place of an older one.
insert into premise (account, name, answer, at) values (:account, :name, :answer, :at)
on conflict (account, name) do update set answer = excluded.answer, at = excluded.at

-- name: open_probe
-- The newest probe of an account that waits for its answer.
select address, begun, send_at, cancelled_batch, cancelled_attempt, control_batch, control_attempt, state,
       repeated_batch, repeated_attempt
from probe where account = :account and state <> 'over' order by begun desc limit 1

-- name: old_probes
-- Probes that are over and whose cancelled ids need not be held any more.
select cancelled_batch, repeated_batch from probe where account = :account and state = 'over' and send_at < :before

-- name: keep_probe
-- A probe begins; committed before its id is cancelled, so that the slot can be given back whatever happens.
insert into probe (account, address, begun, send_at, cancelled_batch, cancelled_attempt, control_batch,
                   control_attempt, state, repeated_batch, repeated_attempt)
values (:account, :address, :begun, :send_at, :cancelled_batch, :cancelled_attempt, :control_batch,
        :control_attempt, :state, :repeated_batch, :repeated_attempt)

-- name: move_probe
-- A probe goes one step on. One that is over needs its address no more.
update probe set state = :state, address = case when cast(:state as text) = 'over' then '' else address end
where cancelled_batch = :cancelled_batch

-- name: end_repeat
-- The mail whose cancel was repeated is answered for, or given up.
update probe set repeated_attempt = '' where cancelled_batch = :cancelled_batch

-- name: drop_probe
-- The slot of a probe was given back.
delete from probe where cancelled_batch = :cancelled_batch

-- name: probes_to
-- When each probe was begun that still names an address, and how far it is.
select begun, state from probe where address = :address order by begun

-- name: forget_address
-- A probe that is over needs its address no more.
update probe set address = '' where address = :address and state = 'over'
