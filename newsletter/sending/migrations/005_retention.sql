-- Who got a campaign is not kept for ever. What its report said is written down before the people in it become marks.

-- 0: everybody is named; 1: marks are being put in their place; 2: nobody is named any more.
alter table campaign add column swept integer not null default 0;

-- JSON of what became of its people; '' as long as it can be counted.
alter table campaign add column aftermath text not null default '';
