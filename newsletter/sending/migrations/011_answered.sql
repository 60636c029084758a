-- Whether the provider itself answered at once that it has a batch: what was only found out later is no control of others.
alter table batch add column answered integer not null default 0;

update batch set answered = 1 where state = 'accepted' and reason = '';
