-- A batch changes its state with each commit of a handover. What lies in an index by state or wave is written anew with
-- it, a page each, so only those that wait are found by one; the others are looked through, campaign by campaign.

drop index batch_of_campaign;
drop index batch_of_wave;

create index batch_of_campaign on batch (campaign, number);
create index batch_that_waits on batch (campaign, intended, number) where state = 'planned';
