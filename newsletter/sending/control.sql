-- name: count_in_doubt
-- How many batches nobody knows about, or not yet.
select count(*) from batch where campaign = :campaign and state in ('unknown', 'parked', 'in_flight')

-- name: newest_without_control
-- This owner's newest batch in doubt (or without an answer for long) of the last minute, with nothing taken beside it; its wave's id and hour.
select doubtful.id, coalesce(wave.provider_id, ''), coalesce(wave.send_at, 0)
from batch as doubtful
left join wave on wave.id = doubtful.wave and wave.host in ('', :host) and wave.state in ('open', 'closed', 'cancelling') and wave.send_at > :limit
where doubtful.campaign = :campaign and doubtful.fence = :fence
  and (doubtful.state in ('unknown', 'parked')
       or (doubtful.state = 'in_flight' and doubtful.handed <= :hanging and doubtful.reason <> :tried))
  and doubtful.handed between :begin and :now and (doubtful.wave = '' or wave.id is not null)
  and not exists (select 1 from batch where batch.campaign = :campaign and batch.fence = :fence
                  and (batch.answered = 1 or (batch.state = 'in_flight' and batch.handed > :hanging))
                  and abs(batch.handed - doubtful.handed) <= :within)
  and not exists (select 1 from control_mail where control_mail.campaign = :campaign and control_mail.fence = :fence
                  and control_mail.taken = 1 and abs(control_mail.handed - doubtful.handed) <= :within)
order by doubtful.handed desc limit 1

-- name: keep_control
-- A control mail is about to be handed over; only the owner does.
insert into control_mail (attempt, campaign, fence, handed, send_at)
select cast(:attempt as text), campaign.id, campaign.fence, cast(:handed as bigint), cast(:send_at as bigint)
from campaign
where campaign.id = :campaign and campaign.fence = :fence and (:send_at = 0 or campaign.state in ('sending', 'stopped'))

-- name: take_control
-- The provider has it.
update control_mail set taken = 1 where attempt = :attempt

-- name: controls_beside
-- Those that the same owner handed over at about the same time as a batch, and that were taken.
select attempt, handed, taken from control_mail
where campaign = :campaign and handed between :begin and :end and taken = 1
  and fence = (select batch.fence from batch where batch.id = :batch)
order by handed

-- name: controls_since
-- Those that were handed over after a moment and left at once, the newest first.
select attempt, handed, taken from control_mail
where campaign = :campaign and send_at = 0 and handed >= :since order by handed desc
