-- Until when the suppression lists of an account have been read; `account` is a name that tells neither host nor key.
create table pulled (
    account text primary key,
    at bigint not null,
    noted bigint not null
);
