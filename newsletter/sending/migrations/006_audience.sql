-- The name of the audience that a campaign was frozen for; '' is everybody, as it was before there were others.

alter table campaign add column audience text not null default '';
