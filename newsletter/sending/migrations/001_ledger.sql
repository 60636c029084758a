-- The ledger: which delivery went where, committed before and after each handover.
-- It holds ids of subscribers and never an address. Times are microseconds since 1970, UTC.

create table campaign (
    id text primary key,
    issue text not null,
    slug text not null,
    kind text not null check (kind in ('real', 'drill')),
    state text not null check (state in ('sending', 'stopped', 'undone', 'done')),
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
    stop_remedy text not null default ''
);

create index campaign_of_issue on campaign (issue, kind, state);

create table batch (
    id text primary key,
    campaign text not null references campaign (id),
    number bigint not null,
    size bigint not null,
    state text not null check (state in ('planned', 'in_flight', 'accepted', 'refused', 'parked', 'called_back')),
    attempt text not null default '',
    fence bigint not null default 0,
    parcel_hash text not null default '',
    intended bigint not null default 0,
    handing integer not null default 0,
    settled bigint not null default 0,
    reason text not null default ''
);

create index batch_of_campaign on batch (campaign, state, intended, number);

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
