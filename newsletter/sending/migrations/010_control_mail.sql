-- Mails to the branch itself, beside batches in doubt: without a mail that the provider's log knows, its silence about
-- others proves nothing. No address is kept: it is the one that the campaign's sender is answered at.

create table control_mail (
    attempt text primary key,
    campaign text not null references campaign (id),
    -- Whose it is: another owner may have another account's key.
    fence bigint not null,
    -- UNIX seconds by the provider's clock: when it was handed over, and when it leaves; 0: at once.
    handed bigint not null,
    send_at bigint not null,
    -- Whether the provider said that it has it.
    taken integer not null default 0
);

create index control_mail_of_campaign on control_mail (campaign);
