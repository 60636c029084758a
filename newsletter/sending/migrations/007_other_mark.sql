-- Somebody who was forgotten may come back by an address that they had before. This is the mark of it, and the one under
-- which their delivery of the issue stands. Neither leads to a person, nor to another issue.
create table other_mark (
    issue text not null,
    mark text not null,
    stands_for text not null,
    primary key (issue, mark)
);
