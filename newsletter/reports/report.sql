-- name: mailed_last
-- The real campaign that was handed over for somebody last before a moment, among those that began at :since or later.
select campaign.id
from campaign
cross join delivery
join batch on batch.id = delivery.batch
where campaign.kind = 'real' and campaign.created between :since and :before
  and delivery.campaign = campaign.id and delivery.subscriber = :subscriber
  and delivery.state = 'with_batch' and batch.state = 'accepted' and batch.intended <= :before
order by batch.intended desc limit 1
-- Campaigns come first, and in SQLite a cross join keeps it so: they are few, and each knows its people by an index.
