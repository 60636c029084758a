-- name: add_wave
-- A wave is opened, before its id is used; only by the owner, only while the campaign sends.
insert into wave (id, campaign, number, host, provider_id, state, opened, closes, send_at, capacity)
select cast(:id as text), cast(:campaign as text), cast(:number as bigint), cast(:host as text),
       cast(:provider_id as text), 'open',
       cast(:opened as bigint), cast(:closes as bigint), cast(:send_at as bigint), cast(:capacity as bigint)
from campaign where campaign.id = :campaign and campaign.fence = :fence and campaign.state = 'sending'

-- name: next_wave_number
-- The number of the next wave of a campaign.
select coalesce(max(number), 0) + 1 from wave where campaign = :campaign

-- name: open_wave
-- The wave that takes batches at this moment; its id means nothing at another host.
select id, campaign, number, provider_id, state, opened, closes, send_at, capacity
from wave where campaign = :campaign and state = 'open' and host in ('', :host) order by number desc limit 1

-- name: waves
-- All waves of a campaign.
select id, campaign, number, provider_id, state, opened, closes, send_at, capacity
from wave where campaign = :campaign order by number

-- name: live_waves
-- Waves of all campaigns that may still need a slot at this host, because they can still be cancelled.
select id, campaign, number, provider_id, state, opened, closes, send_at, capacity
from wave where state in ('open', 'closed') and send_at > :after and host in ('', :host) order by send_at, number

-- name: cancelled_waves
-- Waves of all campaigns whose cancel was asked for at this host and not deleted yet.
select id, campaign, number, provider_id, state, opened, closes, send_at, capacity
from wave
where state in ('cancelling', 'called_back', 'doubtful') and released = 0 and host in ('', :host)
order by send_at, number

-- name: count_in_wave
-- How many batches went with a wave, whatever became of them.
select count(*) from batch where campaign = (select campaign from wave where id = :wave) and wave = :wave

-- name: states_in_wave
-- Where the batches of a wave stand.
select state, count(*) from batch where campaign = (select campaign from wave where id = :wave) and wave = :wave group by state

-- name: count_unknown_posts
-- How many batches of a wave nobody knows about, but for those that were only to be judged.
select count(*) from batch
where campaign = (select campaign from wave where id = :wave) and wave = :wave and state in ('unknown', 'parked')
  and reason <> :tried

-- name: count_elsewhere
-- How many waves of a campaign could still be called back or proved, at another host.
select count(*) from wave
where campaign = :campaign and host not in ('', :host)
  and (state in ('open', 'closed', 'cancelling')
       or exists (select 1 from batch where batch.campaign = wave.campaign and batch.wave = wave.id
                  and batch.state in ('unknown', 'parked')))

-- name: close_wave
-- It takes no batch any more; it can still be called back.
update wave set state = 'closed' where id = :id and state = 'open'

-- name: close_waves
-- As close_wave, for all of a campaign.
update wave set state = 'closed' where campaign = :campaign and state = 'open'

-- name: start_cancel
-- Said before the cancel is asked for, for whoever comes after a crash; not while a batch is on its way that will be accepted.
update wave set state = 'cancelling'
where id = :id and state in ('open', 'closed', 'cancelling')
  and not exists (
      select 1 from batch where batch.campaign = wave.campaign and batch.wave = wave.id and batch.state = 'in_flight'
  )
  and exists (select 1 from campaign where campaign.id = wave.campaign and campaign.fence = :fence)

-- name: end_cancel
-- What the cancel came to.
update wave set state = :state
where id = :id and state = 'cancelling'
  and exists (select 1 from campaign where campaign.id = wave.campaign and campaign.fence = :fence)

-- name: move_batches
-- What becomes of the batches of a wave that are in one state; the owner of the campaign alone may say so.
update batch set state = :state, reason = :reason, settled = :now
where campaign = (select campaign from wave where id = :wave)
  and wave = :wave and state = :before
  and exists (select 1 from campaign where campaign.id = batch.campaign and campaign.fence = :fence)

-- name: leave_wave
-- Batches that are planned again belong to no wave.
update batch set wave = '' where campaign = (select campaign from wave where id = :wave) and wave = :wave and state = 'planned'

-- name: call_back_deliveries_of_wave
-- Nobody of a called-back batch gets anything from this campaign; another one may offer it to them again.
update delivery set state = 'called_back', reason = 'undone'
where state = 'with_batch'
  and batch in (
      select id from batch where campaign = (select campaign from wave where id = :wave) and wave = :wave and state = 'called_back'
  )

-- name: unsettled_waves
-- Waves of a campaign that hold a batch nobody knows about, or whose cancel has no answer yet.
select id, campaign, number, provider_id, state, opened, closes, send_at, capacity
from wave
where campaign = :campaign
  and (state = 'cancelling' or exists (
      select 1 from batch where batch.campaign = wave.campaign and batch.wave = wave.id and batch.state = 'unknown'
  ))
order by number

-- name: count_unsettled_in_wave
-- How many batches of a wave wait for an answer or for proof.
select count(*) from batch
where campaign = (select campaign from wave where id = :wave) and wave = :wave and state in ('in_flight', 'unknown', 'parked')

-- name: release_wave
-- Its cancel was deleted at the provider, or need not be any more.
update wave set released = 1 where id = :id

-- name: undo_until
-- When the first of the waves that can still be called back leaves, if there is one.
select min(send_at) from wave where campaign = :campaign and state in ('open', 'closed') and send_at > :after

-- name: hours
-- When what was handed over leaves or has left, each hour once; without what was called back.
select distinct send_at from wave
where campaign = :campaign and state in ('open', 'closed')
  and exists (select 1 from batch where batch.campaign = wave.campaign and batch.wave = wave.id
              and batch.state in ('in_flight', 'accepted', 'unknown', 'parked'))
order by send_at

-- name: count_held
-- How many deliveries the provider holds, or may hold (also those just on their way), that could still be called back.
select count(*) from delivery
join batch on batch.id = delivery.batch join wave on wave.id = batch.wave
where batch.campaign = :campaign and delivery.state = 'with_batch'
  and batch.state in ('in_flight', 'accepted', 'unknown', 'parked') and wave.state in ('open', 'closed', 'cancelling') and wave.send_at > :after
