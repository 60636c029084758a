-- name: add_campaign
-- A campaign begins; its batches and deliveries are added in the same transaction.
insert into campaign (id, issue, slug, kind, state, transport, repetition, size, content, content_hash, created,
                      undo_window, send_at, audience)
values (:id, :issue, :slug, :kind, 'sending', :transport, :repetition, 0, :content, :content_hash, :created,
        :undo_window, :send_at, :audience)

-- name: make_had_it
-- People whose delivery of an issue stands under a mark; seen by this connection alone, filled before each question.
create temp table if not exists had_it (subscriber text not null primary key)

-- name: empty_had_it
-- Nobody, until they are looked for.
delete from had_it

-- name: note_had_it
-- Somebody has a delivery of the issue that is asked about.
insert into had_it (subscriber) values (:subscriber)

-- name: marks_of_issue
-- The marks that stand in place of people in an issue's real deliveries, and those of addresses that they had besides.
select subscriber from delivery
where issue = :issue and kind = 'real' and state <> 'called_back' and substr(subscriber, 1, 1) = '~'
union all
select mark from other_mark
where issue = :issue and exists (
    select 1 from delivery
    where delivery.issue = :issue and delivery.subscriber = other_mark.stands_for
      and delivery.kind = 'real' and delivery.state <> 'called_back'
)

-- name: count_planned_people
-- How many people a real campaign of the issue would have: mailable, without a delivery of it.
-- A refused delivery stands too: the provider's reason holds until the address changes. Only a called-back one is as if it had never been.
select count(*)
from mailable
where not exists (
    select 1 from delivery
    where delivery.issue = :issue and delivery.subscriber = mailable.id
      and delivery.kind = 'real' and delivery.state <> 'called_back'
)
  and not exists (select 1 from had_it where had_it.subscriber = mailable.id)

-- name: languages_of_newcomers
-- As count_planned_people: everybody's language, to be counted as they go by. Grouped here they would be sorted, in memory.
select mailable.language
from mailable
where not exists (
    select 1 from delivery
    where delivery.issue = :issue and delivery.subscriber = mailable.id
      and delivery.kind = 'real' and delivery.state <> 'called_back'
)
  and not exists (select 1 from had_it where had_it.subscriber = mailable.id)

-- name: languages_of_everybody
-- As languages_of_newcomers, of all who may be mailed at all.
select language from mailable

-- name: count_everybody
-- How many people may be mailed at all: the audience of a drill, or of a repetition.
select count(*) from mailable

-- name: freeze_newcomers
-- The audience of a real campaign becomes deliveries, numbered in the order of opaque ids (so the order says nothing about people).
insert into delivery (campaign, number, issue, kind, repetition, subscriber, batch)
select :campaign, audience.number, :issue, 'real', 0, audience.id,
       cast(:campaign as text) || '.'
       || (((case when audience.number > :people then :people else audience.number end) - 1) / :batch_size + 1)
from (
    select mailable.id, row_number() over (order by mailable.id) as number
    from mailable
    where not exists (
        select 1 from delivery
        where delivery.issue = :issue and delivery.subscriber = mailable.id
          and delivery.kind = 'real' and delivery.state <> 'called_back'
    )
      and not exists (select 1 from had_it where had_it.subscriber = mailable.id)
) as audience
-- Who is one too many is put into the last batch: then they are counted, and nothing of it is kept.

-- name: freeze_everybody
-- As freeze_newcomers for a drill or a repetition: everybody who may be mailed.
insert into delivery (campaign, number, issue, kind, repetition, subscriber, batch)
select :campaign, audience.number, :issue, :kind, :repetition, audience.id,
       cast(:campaign as text) || '.'
       || (((case when audience.number > :people then :people else audience.number end) - 1) / :batch_size + 1)
from (select mailable.id, row_number() over (order by mailable.id) as number from mailable) as audience

-- name: freeze_newcomers_reading
-- As freeze_newcomers, for those who get one letter of several; their numbers and batches follow on those before them.
insert into delivery (campaign, number, issue, kind, repetition, subscriber, batch)
select :campaign, cast(:people_before as bigint) + audience.number, :issue, 'real', 0, audience.id,
       cast(:campaign as text) || '.' || (cast(:batches_before as bigint) + (audience.number - 1) / :batch_size + 1)
from (
    select mailable.id, row_number() over (order by mailable.id) as number
    from mailable
    where replace(cast(:readers as text), '|' || mailable.language || '|', '') <> cast(:readers as text)
      and not exists (
        select 1 from delivery
        where delivery.issue = :issue and delivery.subscriber = mailable.id
          and delivery.kind = 'real' and delivery.state <> 'called_back'
    )
      and not exists (select 1 from had_it where had_it.subscriber = mailable.id)
) as audience
-- :readers is a list of languages as '|es|es-MX|': both databases know `replace`, and no function to look for a text.

-- name: freeze_everybody_reading
-- As freeze_newcomers_reading, for a drill or a repetition: of everybody who may be mailed.
insert into delivery (campaign, number, issue, kind, repetition, subscriber, batch)
select :campaign, cast(:people_before as bigint) + audience.number, :issue, :kind, :repetition, audience.id,
       cast(:campaign as text) || '.' || (cast(:batches_before as bigint) + (audience.number - 1) / :batch_size + 1)
from (
    select mailable.id, row_number() over (order by mailable.id) as number
    from mailable
    where replace(cast(:readers as text), '|' || mailable.language || '|', '') <> cast(:readers as text)
) as audience

-- name: add_batches
-- One row a batch, before its deliveries: :batches of them behind the :before that are there, the last one smaller.
insert into batch (id, campaign, number, size, state, language)
with recursive series (number) as (
    select cast(1 as bigint)
    union all
    select number + 1 from series where number < :batches
)
select cast(:campaign as text) || '.' || (cast(:before as bigint) + series.number), :campaign,
       cast(:before as bigint) + series.number,
       case when series.number < :batches then :batch_size else :people - (:batches - 1) * :batch_size end, 'planned',
       cast(:language as text)
from series

-- name: set_size
-- The number of deliveries of the campaign, as frozen.
update campaign set size = :size where id = :id

-- name: batches_to_seal
-- The batches of a campaign that has just been frozen, but for the very small ones.
select id, size from batch where campaign = :campaign and size >= :least order by number

-- name: seal_batch
-- What is known of a batch's deliveries without reading them; it counts until the batch is settled.
update batch set seal = :seal where id = :id

-- name: break_seals
-- Somebody in the batches of a campaign is left out, or goes by another name: it is to be read who is in them.
update batch set seal = '' where campaign = :campaign and state in ('planned', 'in_flight') and seal <> ''

-- name: last_repetition
-- The highest repetition number of an issue over its real campaigns.
select coalesce(max(repetition), 0) from campaign where issue = :issue and kind = 'real'

-- name: unfinished_campaign
-- The campaign of an issue that is still to be carried on, if any.
select id from campaign
where issue = :issue and kind = :kind and state in ('sending', 'stopped', 'undoing')
order by created desc, id desc limit 1

-- name: latest_campaign
-- The newest campaign of an issue.
select id from campaign where issue = :issue and kind = :kind order by created desc, id desc limit 1

-- name: campaign
-- One campaign, without its content.
select id, issue, slug, kind, state, transport, repetition, size, created, fence, owner, heartbeat,
       stop_code, stop_message, stop_remedy, undo_window, send_at, audience
from campaign where id = :id

-- name: campaigns
-- All campaigns, newest first.
select id, issue, slug, kind, state, transport, repetition, size, created, fence, owner, heartbeat,
       stop_code, stop_message, stop_remedy, undo_window, send_at, audience
from campaign order by created desc, id desc

-- name: content
-- The frozen content of a campaign.
select content from campaign where id = :id

-- name: take_over
-- A process takes the campaign: whatever an earlier owner still tries is fenced off from now on.
update campaign set fence = fence + 1, owner = :owner, heartbeat = :now,
       state = case when state = 'stopped' then 'sending' else state end,
       stop_code = '', stop_message = '', stop_remedy = ''
where id = :id and (state in ('sending', 'stopped', 'undoing') or :even_if_over = 1)

-- name: orphans
-- Batches that a dead owner left between intent and outcome, and whether the first byte was about to leave.
select id, handing, wave, reason from batch where campaign = :campaign and state = 'in_flight' order by number

-- name: settle_orphan
-- What becomes of such a batch; the owner of the campaign alone may say so.
update batch set state = :state, reason = :reason, settled = :now, seal = '', silent = 0,
       wave = case when :state = 'planned' then '' else wave end
where id = :id and state = 'in_flight'
  and exists (select 1 from campaign where campaign.id = batch.campaign and campaign.fence = :fence)

-- name: planned_batches
-- What is still to be handed over; what was tried and put off comes last, so that it does not hold up the others.
select id, number, size, language, seal, attempt from batch
where campaign = :campaign and state = 'planned'
order by intended, number limit :most

-- name: first_planned_batch
-- As planned_batches, the first of one letter.
select id, number, size, language, seal, attempt from batch
where campaign = :campaign and state = 'planned' and language = :language
order by intended, number limit 1

-- name: count_planned
-- The sizes of the planned batches, as they were made: their deliveries are not looked at.
select coalesce(sum(size), 0) from batch where campaign = :campaign and state = 'planned'

-- name: intend
-- The intent, committed straight before the first byte, only from `planned`, by the owner, while the campaign sends.
-- With `handing` 0 no byte is about to leave: it is only going to be said what became of the batch.
update batch set state = 'in_flight', attempt = :attempt, fence = :fence, handing = :handing, wave = :wave,
       parcel_hash = :parcel_hash, intended = :now, handed = :handed, reason = :reason, silent = 0, answered = 0
where id = :id and state = 'planned' and (:looked = 0 or (attempt = :before and seal = :seal))
  and exists (
      select 1 from campaign
      where campaign.id = batch.campaign and campaign.fence = :fence and campaign.state = 'sending'
  )
  and (:wave = '' or exists (select 1 from wave where wave.id = :wave and wave.state = 'open'))

-- name: batch
-- A batch as it is now.
select id, number, size, language, seal, attempt from batch where id = :id

-- name: leave_out
-- A delivery that will not go: opted out since the plan, or refused.
update delivery set state = :state, reason = :reason
where batch = :batch and number = :number and state = 'with_batch'
  and exists (select 1 from batch where batch.id = :batch and batch.attempt = :attempt and batch.state = 'in_flight')

-- name: leave_out_subscriber
-- Somebody whom the provider will not mail is left out of a drill, which must not change the list itself; not who was handed over before.
update delivery set state = 'suppressed'
where campaign = :campaign and subscriber = :subscriber and kind = 'drill' and state = 'with_batch'
  and exists (select 1 from batch where batch.id = delivery.batch and batch.state = 'planned')

-- name: settle
-- The outcome: compare-and-set on attempt, fencing number and in_flight; a late answer of a fenced-off owner changes nothing.
update batch set state = :state, reason = :reason, settled = :now, seal = '',
       answered = case when :state = 'accepted' then 1 else 0 end, wave = case when :state = 'planned' then '' else wave end
where id = :id and attempt = :attempt and fence = :fence and state = 'in_flight'

-- name: beat
-- A sign of life, for display only.
update campaign set heartbeat = :now where id = :id and fence = :fence

-- name: next_batch_number
-- The number of a batch that is split off.
select max(number) + 1 from batch where campaign = :campaign

-- name: add_batch
-- The second half of a batch that was split: the same letter goes with it.
insert into batch (id, campaign, number, size, state, language)
select cast(:id as text), campaign, cast(:number as bigint), cast(:size as bigint), 'planned', language
from batch where id = :half_of

-- name: move_to_batch
-- The second half of the deliveries moves to the new batch.
update delivery set batch = :to where batch = :batch and state = 'with_batch' and number > :number

-- name: split_point
-- The number of the last delivery of the first half.
select number from delivery where batch = :batch and state = 'with_batch' order by number limit 1 offset :offset

-- name: set_batch_size
-- The size of the half that stayed.
update batch set size = :size where id = :id

-- name: refused_singles
-- Single deliveries refused for one and the same reason that named nobody: the mail itself is at fault, not the people.
select delivery.batch, delivery.number, batch.language from delivery
join batch on batch.id = delivery.batch
where delivery.campaign = :campaign and delivery.state = 'refused' and delivery.reason = :reason and batch.state = 'refused'
order by delivery.number

-- name: reopen_delivery
-- A refusal that turned out to be the mail's fault is taken back (it was proved not taken).
update delivery set state = 'with_batch', reason = '' where batch = :batch and number = :number and state = 'refused'

-- name: reopen_batch
-- As reopen_delivery, for its batch.
update batch set state = 'planned', reason = '' where id = :id and state = 'refused'

-- name: reopen_refused_deliveries
-- Everybody who gets a letter was refused: every refusal of it is taken back.
update delivery set state = 'with_batch', reason = ''
where campaign = :campaign and state = 'refused'
  and exists (select 1 from batch where batch.id = delivery.batch and batch.language = :language)
  and exists (select 1 from campaign where campaign.id = :campaign and campaign.fence = :fence and campaign.state = 'sending')

-- name: reopen_refused_batches
-- As reopen_refused_deliveries, for the batches that were left empty by refusals.
update batch set state = 'planned', reason = ''
where campaign = :campaign and state = 'refused' and language = :language
  and exists (select 1 from delivery where delivery.batch = batch.id and delivery.state = 'with_batch')
  and exists (select 1 from campaign where campaign.id = :campaign and campaign.fence = :fence and campaign.state = 'sending')

-- name: call_back_deliveries
-- Nobody who waits will get anything from this campaign; another one may offer it to them again.
update delivery set state = 'called_back', reason = 'undone'
where state = 'with_batch' and batch in (select id from batch where campaign = :campaign and state = 'planned')

-- name: call_back_batches
-- As call_back_deliveries, for their batches.
update batch set state = 'called_back', settled = :now, seal = '' where campaign = :campaign and state = 'planned'

-- name: ask_undo
-- The campaign will never hand over again, whoever sends it at this moment: said before anything is cancelled.
update campaign set state = 'undoing', stop_code = '', stop_message = '', stop_remedy = ''
where id = :id and state in ('sending', 'stopped', 'done')

-- name: end_undo
-- All that could be called back has been.
update campaign set state = 'undone', owner = '' where id = :id and fence = :fence and state = 'undoing'

-- name: note_undo
-- Why an undo is not finished yet.
update campaign set stop_code = :code where id = :id and fence = :fence and state = 'undoing'

-- name: other_id_of_slug
-- The id of another issue that was really sent under the same name.
select issue from campaign where slug = :slug and kind = 'real' and issue <> :issue and state <> 'undone'
order by created desc limit 1

-- name: count_refused
-- How many deliveries of a campaign the provider would not take.
select count(*) from delivery where campaign = :campaign and state = 'refused'

-- name: stop
-- The campaign stops, in plain words; only its owner may do so.
update campaign set state = 'stopped', stop_code = :code, stop_message = :message, stop_remedy = :remedy
where id = :id and fence = :fence and state = 'sending'

-- name: pause
-- Somebody asked to stop; its owner, if there is one, sees it before the next intent.
update campaign set state = 'stopped', stop_code = 'paused', stop_message = :message, stop_remedy = :remedy
where id = :id and state = 'sending'

-- name: finish
-- Nothing is planned, in flight or in doubt any more.
update campaign set state = 'done', owner = ''
where id = :id and fence = :fence and state = 'sending'
  and not exists (select 1 from batch where batch.campaign = :id and batch.state in ('planned', 'in_flight', 'unknown', 'parked'))

-- name: receipt
-- The numbers of the receipt: where the deliveries of the batches of each state stand.
select state, cast(sum(with_batch) as bigint), cast(sum(refused) as bigint), cast(sum(suppressed) as bigint),
       cast(sum(called_back) as bigint)
from (
    select min(batch.state) as state,
           count(*) filter (where delivery.state = 'with_batch') as with_batch,
           count(*) filter (where delivery.state = 'refused') as refused,
           count(*) filter (where delivery.state = 'suppressed') as suppressed,
           count(*) filter (where delivery.state = 'called_back') as called_back
    from batch join delivery on delivery.batch = batch.id
    where batch.campaign = :campaign
    group by batch.number
) as batches
group by state
-- Batches come by number from their index; grouped by state at once, all deliveries would be sorted in memory.

-- name: letters
-- The letters that somebody gets, by their languages, in the order of freezing.
select language from batch where campaign = :campaign group by language order by min(number)

-- name: receipt_of_letter
-- As receipt, of those who get one letter. Asked once for each: grouped by language as well, all deliveries were sorted.
select state, cast(sum(with_batch) as bigint), cast(sum(refused) as bigint), cast(sum(suppressed) as bigint),
       cast(sum(called_back) as bigint)
from (
    select min(batch.state) as state,
           count(*) filter (where delivery.state = 'with_batch') as with_batch,
           count(*) filter (where delivery.state = 'refused') as refused,
           count(*) filter (where delivery.state = 'suppressed') as suppressed,
           count(*) filter (where delivery.state = 'called_back') as called_back
    from batch join delivery on delivery.batch = batch.id
    where batch.campaign = :campaign and batch.language = :language
    group by batch.number
) as batches
group by state

-- name: refusal_reasons_of_letter
-- As refusal_reasons, of those who get one letter.
select delivery.reason, count(*) from delivery
where delivery.campaign = :campaign and delivery.state = 'refused'
  and exists (select 1 from batch where batch.id = delivery.batch and batch.language = :language)
group by delivery.reason order by 2 desc, 1

-- name: refusal_reasons
-- Why deliveries were refused, by number.
select delivery.reason, count(*) from delivery
where delivery.campaign = :campaign and delivery.state = 'refused'
group by delivery.reason order by 2 desc, 1

-- name: parked_batches
-- The batches whose fate is unknown, with what is needed to ask the provider about them.
select batch.id, batch.number, batch.size, batch.reason, batch.intended, batch.attempt, batch.handed,
       coalesce(wave.send_at, 0), batch.silent
from batch left join wave on wave.id = batch.wave
where batch.campaign = :campaign and batch.state = 'parked' order by batch.number

-- name: control_batches
-- Batches that the same owner handed over at about the same time, and that were taken at once: the nearest first.
select id, attempt, handed from batch
where campaign = :campaign and fence = (select fence from batch as doubtful where doubtful.id = :batch)
  and answered = 1 and id <> :batch
  and handed between :around - :within and :around + :within
order by abs(handed - :around), number limit :most

-- name: settle_parked
-- What proof, or a person, says about a parked batch.
update batch set state = :state, reason = :reason, settled = :now, wave = case when :state = 'planned' then '' else wave end
where id = :id and state = 'parked'
  and exists (select 1 from campaign where campaign.id = batch.campaign and campaign.fence = :fence)

-- name: note_silence
-- That the provider's log was silent about a parked batch; only the first time is kept.
update batch set silent = :at
where id = :id and state = 'parked' and silent = 0
  and exists (select 1 from campaign where campaign.id = batch.campaign and campaign.fence = :fence)

-- name: call_back_deliveries_of_batch
-- As call_back_deliveries, for one batch.
update delivery set state = 'called_back', reason = 'undone'
where batch = :batch and state = 'with_batch'
  and exists (select 1 from batch where batch.id = :batch and batch.state = 'called_back')

-- name: count_planned_batches
-- How many batches wait for their handover.
select count(*) from batch where campaign = :campaign and state = 'planned'

-- name: parked_deliveries
-- The deliveries of the parked batches, by opaque id.
select delivery.campaign || '-' || delivery.number, delivery.subscriber
from batch join delivery on delivery.batch = batch.id
where batch.campaign = :campaign and batch.state = 'parked' and delivery.state = 'with_batch'
order by delivery.number

-- name: sample_newcomers
-- A few people a real campaign of the issue would go to, and their languages, for examples before the question.
select mailable.id, mailable.language
from mailable
where not exists (
    select 1 from delivery
    where delivery.issue = :issue and delivery.subscriber = mailable.id
      and delivery.kind = 'real' and delivery.state <> 'called_back'
)
  and not exists (select 1 from had_it where had_it.subscriber = mailable.id)
order by mailable.id limit :most

-- name: sample_everybody
-- As sample_newcomers for a drill or a repetition.
select mailable.id, mailable.language from mailable order by mailable.id limit :most

-- name: unsettled_campaigns_of
-- Campaigns on their way to somebody: not over, in doubt, or accepted and still to leave.
select campaign.id
from campaign
join delivery on delivery.campaign = campaign.id and delivery.issue = campaign.issue
join batch on batch.id = delivery.batch
left join wave on wave.id = batch.wave
where delivery.subscriber = :subscriber and delivery.kind = 'real' and delivery.state <> 'called_back'
  and delivery.state = 'with_batch'
  and (campaign.state in ('sending', 'stopped', 'undoing') or batch.state in ('in_flight', 'unknown', 'parked')
       or (batch.state = 'accepted' and coalesce(wave.send_at, 0) > :now))
union all
select campaign.id
from campaign
join delivery on delivery.campaign = campaign.id
join batch on batch.id = delivery.batch
where delivery.subscriber = :subscriber and delivery.kind = 'drill' and delivery.state = 'with_batch'
  and (campaign.state in ('sending', 'stopped', 'undoing') or batch.state in ('in_flight', 'unknown', 'parked'))

-- name: drill_deliveries_of
-- What drills wrote for somebody.
select delivery.campaign, delivery.number
from campaign join delivery on delivery.campaign = campaign.id
where campaign.kind = 'drill' and delivery.subscriber = :subscriber and delivery.kind = 'drill'

-- name: issues_of_campaigns
-- Each campaign and its issue.
select id, issue from campaign

-- name: mark_real_delivery
-- A mark takes the place of a person, unless it stands there for somebody already.
update delivery set subscriber = :mark
where issue = :issue and subscriber = :subscriber and kind = 'real' and state <> 'called_back' and campaign = :campaign
  and not exists (
      select 1 from delivery as other
      where other.issue = :issue and other.subscriber = :mark and other.repetition = delivery.repetition
        and other.kind = 'real' and other.state <> 'called_back'
  )

-- name: mark_drill_delivery
-- As mark_real_delivery, in a drill.
update delivery set subscriber = :mark
where campaign = :campaign and subscriber = :subscriber and kind = 'drill'
  and not exists (
      select 1 from delivery as other
      where other.campaign = :campaign and other.subscriber = :mark and other.kind = 'drill'
  )

-- name: mark_called_back_deliveries
-- As mark_real_delivery, where the mail was called back; these are found by their batches.
update delivery set subscriber = :mark
where batch in (select id from batch where batch.campaign = :campaign and batch.state = 'called_back')
  and state = 'called_back' and subscriber = :subscriber

-- name: keep_other_mark
-- Whoever has a delivery of an issue by one mark (their own, or what that stands for) has it by another one, too.
insert into other_mark (issue, mark, stands_for)
select cast(:issue as text), cast(:mark as text), known.mark
from (
    select coalesce(
        (select stands_for from other_mark where issue = :issue and mark = :own), cast(:own as text)
    ) as mark
) as known
where known.mark <> cast(:mark as text) and exists (
    select 1 from delivery
    where delivery.issue = :issue and delivery.subscriber = known.mark
      and delivery.kind = 'real' and delivery.state <> 'called_back'
)
on conflict (issue, mark) do nothing

-- name: move_other_mark
-- As move_mark, where it is known besides.
update other_mark set mark = :mark
where issue = :issue and mark = :old
  and not exists (select 1 from other_mark as there where there.issue = :issue and there.mark = :mark)

-- name: follow_mark
-- What stood for a mark that has moved stands for the new one.
update other_mark set stands_for = :mark
where issue = :issue and stands_for = :old and not exists (
    select 1 from delivery
    where delivery.issue = :issue and delivery.subscriber = :old
      and delivery.kind = 'real' and delivery.state <> 'called_back'
)

-- name: move_mark
-- The person whom a mark stands for has a new address, and so another mark; unless that stands there already.
update delivery set subscriber = :mark
where issue = :issue and subscriber = :old and kind = 'real' and state <> 'called_back'
  and not exists (
      select 1 from delivery as other
      where other.issue = :issue and other.subscriber = :mark and other.repetition = delivery.repetition
        and other.kind = 'real' and other.state <> 'called_back'
  )
