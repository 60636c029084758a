-- name: campaigns_to_sweep
-- Campaigns that have been over for long and in which nobody is in doubt or still to be mailed, oldest first.
select id, issue from campaign
where swept < 2 and state in ('done', 'undone') and created < :before and send_at < :before / 1000000
  and not exists (select 1 from batch where batch.campaign = campaign.id
                  and (batch.state in ('planned', 'in_flight', 'unknown', 'parked') or batch.settled >= :before))
  and not exists (select 1 from wave where wave.campaign = campaign.id and wave.send_at >= :before / 1000000)
order by created, id

-- name: begin_sweep
-- What the report said is kept; from now on it is not counted anew.
update campaign set swept = 1, aftermath = :aftermath where id = :id and swept = 0

-- name: end_sweep
-- Nobody is named in it any more.
update campaign set swept = 2 where id = :id and swept = 1

-- name: kept_aftermath
-- What the report said when the people were still named.
select aftermath from campaign where id = :id and swept > 0

-- name: batches_to_sweep
-- The batches of a campaign.
select id from batch where campaign = :campaign order by number

-- name: named_deliveries
-- Deliveries of a batch that name somebody.
select state, number, subscriber from delivery where batch = :batch and substr(subscriber, 1, 1) <> '~'

-- name: mark_delivery
-- A mark takes the place of a person, unless it stands in the issue (or the drill) for somebody already.
update delivery set subscriber = :mark
where batch = :batch and state = :state and number = :number and subscriber = :subscriber
  and not exists (
      select 1 from delivery as other
      where other.issue = :issue and other.subscriber = :mark and other.repetition = delivery.repetition
        and other.kind = 'real' and other.state <> 'called_back' and delivery.kind = 'real'
  )
  and not exists (
      select 1 from delivery as other
      where other.campaign = delivery.campaign and other.subscriber = :mark and other.kind = 'drill'
        and delivery.kind = 'drill'
  )
