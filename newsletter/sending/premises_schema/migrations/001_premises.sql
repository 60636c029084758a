-- What was found out about a SendGrid account or a sender's domain, and a probe that is under way.
-- Times are microseconds since 1970, UTC; send_at is in UNIX seconds, by the provider's clock.

create table premise (
    account text not null,
    name text not null,
    answer text not null check (answer in ('yes', 'no')),
    at bigint not null,
    primary key (account, name)
);

create table probe (
    cancelled_batch text primary key,
    account text not null,
    address text not null,
    begun bigint not null,
    send_at bigint not null,
    cancelled_attempt text not null,
    control_batch text not null,
    control_attempt text not null,
    state text not null check (state in ('posting', 'waiting', 'over'))
);
