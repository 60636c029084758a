-- name: count_in_doubt
-- How many batches nobody knows about.
select count(*) from batch where campaign = :campaign and state in ('unknown', 'parked')

-- name: waves_without_control
-- Waves at this host that are still to leave and hold a batch in doubt, with nothing beside it of which is known that it was taken.
select provider_id, send_at from wave as doubtful
where campaign = :campaign and host in ('', :host) and state in ('open', 'closed') and send_at > :after
  and exists (select 1 from batch where batch.campaign = :campaign and batch.wave = doubtful.id
              and batch.state in ('unknown', 'parked'))
  and not exists (select 1 from wave join batch on batch.campaign = wave.campaign and batch.wave = wave.id
                  where wave.campaign = :campaign and wave.send_at = doubtful.send_at
                    and batch.state in ('in_flight', 'accepted'))
  and not exists (select 1 from control_mail where control_mail.campaign = :campaign
                  and control_mail.send_at = doubtful.send_at and taken = 1)
order by number

-- name: at_once_without_control
-- The newest batch in doubt that left at once a short while ago, with nothing beside it of which is known that it was taken.
select max(handed) from batch as doubtful
where campaign = :campaign and wave = '' and state = 'parked' and handed > :after
  and not exists (select 1 from batch where batch.campaign = :campaign and batch.state = 'accepted'
                  and abs(batch.handed - doubtful.handed) <= :within)
  and not exists (select 1 from control_mail where control_mail.campaign = :campaign and control_mail.send_at = 0
                  and taken = 1 and control_mail.handed between doubtful.handed and doubtful.handed + :within_control)

-- name: keep_control
-- A control mail is about to be handed over; only the owner does.
insert into control_mail (attempt, campaign, handed, send_at)
select cast(:attempt as text), campaign.id, cast(:handed as bigint), cast(:send_at as bigint)
from campaign where campaign.id = :campaign and campaign.fence = :fence

-- name: take_control
-- The provider has it.
update control_mail set taken = 1 where attempt = :attempt

-- name: controls_beside
-- Those that left in the same minute as a batch: with it, or at once and shortly behind it.
select attempt, handed, taken from control_mail
where campaign = :campaign
  and ((:send_at > 0 and send_at = :send_at) or (:send_at = 0 and send_at = 0 and handed between :handed and :until))
order by handed

-- name: controls_since
-- Those that were handed over after a moment and left at once, the newest first.
select attempt, handed, taken from control_mail
where campaign = :campaign and send_at = 0 and handed >= :since order by handed desc
