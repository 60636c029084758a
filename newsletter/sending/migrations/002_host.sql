-- Slots and cancelled ids belong to the account behind a host: a drill's must not count where real mail goes. The
-- table is made anew because an id is unique at its own host only.

create table wave_of_host (
    id text primary key,
    campaign text not null references campaign (id),
    number bigint not null,
    -- Where the provider's id was given out, as scheme://name; '' of a wave from before this was kept.
    host text not null default '',
    provider_id text not null,
    state text not null check (state in ('open', 'closed', 'cancelling', 'called_back', 'doubtful')),
    -- UNIX seconds by the provider's clock: when it was opened, when it takes no batch any more, when it leaves.
    opened bigint not null,
    closes bigint not null,
    send_at bigint not null,
    -- How many batches it may take.
    capacity bigint not null,
    -- Whether its cancel was deleted at the provider, long after its mail was discarded.
    released integer not null default 0,
    unique (host, provider_id)
);

insert into wave_of_host (id, campaign, number, host, provider_id, state, opened, closes, send_at, capacity, released)
select id, campaign, number, '', provider_id, state, opened, closes, send_at, capacity, released from wave;

drop table wave;

alter table wave_of_host rename to wave;

create index wave_of_campaign on wave (campaign, state);
