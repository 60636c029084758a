-- name: leave_out_who_had
-- Whoever was chosen and has a delivery of an issue, by their id or by a mark (had_it).
update sifted set reason = :reason
where reason = '' and (
    exists (
        select 1 from delivery
        where delivery.issue = :issue and delivery.subscriber = sifted.id
          and delivery.kind = 'real' and delivery.state <> 'called_back'
    )
    or exists (select 1 from had_it where had_it.subscriber = sifted.id)
)

-- name: give_other_reason
-- Whoever has one reason has another one from now on.
update sifted set reason = :reason where reason = :instead_of

-- name: freeze_sifted
-- Those chosen who get one letter (all of them where no reader is named) become deliveries; as freeze_newcomers_reading.
insert into delivery (campaign, number, issue, kind, repetition, subscriber, batch)
select :campaign, cast(:people_before as bigint) + audience.number, :issue, :kind, :repetition, audience.id,
       cast(:campaign as text) || '.' || (cast(:batches_before as bigint) + (audience.number - 1) / :batch_size + 1)
from (
    select sifted.id, row_number() over (order by sifted.id) as number
    from sifted
    where sifted.reason = '' and (
        cast(:readers as text) = ''
        or replace(cast(:readers as text), '|' || sifted.language || '|', '') <> cast(:readers as text)
    )
) as audience

-- name: issues_of_slug
-- The ids under which an issue of that name was really sent.
select distinct issue from campaign where slug = :slug and kind = 'real'

-- name: slugs_sent
-- The names of all issues that were really sent.
select distinct slug from campaign where kind = 'real' order by slug
