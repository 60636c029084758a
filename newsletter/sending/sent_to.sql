-- name: stands_for
-- The mark under which somebody has a delivery of an issue who came back by another address.
select stands_for from other_mark where issue = :issue and mark = :mark

-- name: sent_to
-- What a campaign has for somebody, by their id or by the mark that stands for them: one row at most.
select delivery.state, batch.state, batch.settled
from delivery join batch on batch.id = delivery.batch
where delivery.issue = :issue and delivery.subscriber in (:person, :mark, :other) and delivery.kind = 'real'
  and delivery.state <> 'called_back' and delivery.campaign = :campaign
union all
select delivery.state, batch.state, batch.settled
from delivery join batch on batch.id = delivery.batch
where delivery.campaign = :campaign and delivery.subscriber in (:person, :mark, :other) and delivery.kind = 'drill'
union all
select delivery.state, batch.state, batch.settled
from batch join delivery on delivery.batch = batch.id and delivery.state = 'called_back'
where batch.campaign = :campaign and delivery.subscriber in (:person, :mark, :other) and delivery.kind = 'real'
-- Each part has the very condition of an index: without one, every delivery of every campaign would be read.
