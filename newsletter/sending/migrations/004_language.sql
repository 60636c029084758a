-- A batch goes out in one language. '' is the campaign's main letter: of a campaign that was begun before, the only one.

alter table batch add column language text not null default '';
