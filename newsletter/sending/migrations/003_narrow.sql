-- A delivery's id is its campaign's with its number, and need not be kept a second time. Indexes: one for each question
-- that is asked, and a narrow row, because a national union freezes a million of them before the first mail leaves.

create table delivery_narrow (
    batch text not null references batch (id),
    -- 1, 2, 3 … within the campaign.
    number bigint not null,
    subscriber text not null,
    state text not null default 'with_batch'
        check (state in ('with_batch', 'refused', 'suppressed', 'called_back')),
    reason text not null default '',
    campaign text not null,
    issue text not null,
    kind text not null,
    repetition integer not null default 0
);

insert into delivery_narrow (batch, number, subscriber, state, reason, campaign, issue, kind, repetition)
select batch, number, subscriber, state, reason, campaign, issue, kind, repetition from delivery order by campaign, number;

drop table delivery;

alter table delivery_narrow rename to delivery;

-- It holds all that a handover and a receipt ask, so neither looks into the rows.
create index delivery_of_batch on delivery (batch, state, number, subscriber);

-- The promise "nobody twice" as the database keeps it, whatever the program does: one delivery of an issue per
-- person over all real campaigns. It has the very condition of the question who has a delivery already, asked for each
-- person before a campaign begins; otherwise SQLite reads all deliveries for each of them (480 s for 100,000 people).
create unique index one_real_delivery on delivery (issue, subscriber, repetition)
    where kind = 'real' and state <> 'called_back';

-- A drill reaches nobody and is counted by itself.
create unique index one_drill_delivery on delivery (campaign, subscriber) where kind = 'drill';

-- Refusals are few, and counted at every take-over.
create index refused_delivery on delivery (campaign, reason) where state = 'refused';
