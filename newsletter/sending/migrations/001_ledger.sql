-- The ledger: which delivery went where, committed before and after each handover.
-- It holds ids of subscribers and never an address. Times are microseconds since 1970, UTC.

create table campaign (
    id text primary key,
    issue text not null,
    slug text not null,
    kind text not null check (kind in ('real', 'drill')),
    state text not null check (state in ('sending', 'stopped', 'undoing', 'undone', 'done')),
    transport text not null,
    repetition integer not null default 0,
    size bigint not null,
    content text not null,
    content_hash text not null,
    created bigint not null,
    fence bigint not null default 0,
    owner text not null default '',
    heartbeat bigint not null default 0,
    stop_code text not null default '',
    stop_message text not null default '',
    stop_remedy text not null default '',
    -- Seconds within which it can be called back after a handover; 0: never.
    undo_window bigint not null default 0,
    -- When the provider is to send it, UNIX seconds; 0: as soon as the window allows.
    send_at bigint not null default 0
);

create index campaign_of_issue on campaign (issue, kind, state);

-- Batches that share the provider's id and hour of sending: what is called back together.
create table wave (
    id text primary key,
    campaign text not null references campaign (id),
    number bigint not null,
    provider_id text not null unique,
    state text not null check (state in ('open', 'closed', 'cancelling', 'called_back', 'doubtful')),
    -- UNIX seconds by the provider's clock: when it was opened, when it takes no batch any more, when it leaves.
    opened bigint not null,
    closes bigint not null,
    send_at bigint not null,
    -- How many batches it may take.
    capacity bigint not null,
    -- Whether its cancel was deleted at the provider, long after its mail was discarded.
    released integer not null default 0
);

create index wave_of_campaign on wave (campaign, state);

create table batch (
    id text primary key,
    campaign text not null references campaign (id),
    number bigint not null,
    size bigint not null,
    state text not null check (state in ('planned', 'in_flight', 'accepted', 'refused', 'unknown', 'parked', 'called_back')),
    attempt text not null default '',
    fence bigint not null default 0,
    parcel_hash text not null default '',
    intended bigint not null default 0,
    handing integer not null default 0,
    -- The wave of the newest attempt, '' where there is none.
    wave text not null default '',
    -- When it was handed over, UNIX seconds by the provider's clock where that is known.
    handed bigint not null default 0,
    -- When the provider's log was first silent about it although it knew its neighbours, UNIX seconds; 0: never.
    silent bigint not null default 0,
    settled bigint not null default 0,
    reason text not null default ''
);

create index batch_of_campaign on batch (campaign, state, intended, number);

create index batch_of_wave on batch (wave, state) where wave <> '';

create table delivery (
    id text primary key,
    campaign text not null references campaign (id),
    number bigint not null,
    issue text not null,
    kind text not null,
    repetition integer not null default 0,
    subscriber text not null,
    batch text not null references batch (id),
    state text not null default 'with_batch'
        check (state in ('with_batch', 'refused', 'suppressed', 'called_back')),
    reason text not null default ''
);

create index delivery_of_batch on delivery (batch, number);

-- The promise "nobody twice" as the database keeps it, whatever the program does: one delivery of an issue per
-- person over all real campaigns. A drill reaches nobody and is counted by itself.
create unique index one_real_delivery on delivery (issue, subscriber, repetition)
    where kind = 'real' and state in ('with_batch', 'suppressed');

-- Who has a delivery of an issue: asked for each person before a campaign begins. Without an index that has the very
-- condition of the question SQLite reads all deliveries for each person (480 s for 100,000 people).
create index delivery_of_person on delivery (issue, subscriber) where kind = 'real' and state <> 'called_back';

-- Refusals are few, and counted at every take-over.
create index refused_delivery on delivery (campaign, reason) where state = 'refused';

create unique index one_delivery_of_campaign on delivery (campaign, subscriber);
