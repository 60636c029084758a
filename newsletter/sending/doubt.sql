-- name: people_in_doubt
-- Everybody of whom a real campaign does not know whether they were mailed, and that campaign.
select delivery.subscriber, batch.campaign
from batch
join campaign on campaign.id = batch.campaign and campaign.kind = 'real'
join delivery on delivery.batch = batch.id and delivery.state = 'with_batch'
where batch.state in ('in_flight', 'unknown', 'parked') and substr(delivery.subscriber, 1, 1) <> '~'
