-- name: unsettled_campaigns
-- Real campaigns in which somebody waits, is in doubt, or may still be called back; newest first.
select id, state from campaign
where kind = 'real'
  and (state in ('sending', 'stopped', 'undoing')
       or exists (select 1 from batch where batch.campaign = campaign.id
                  and batch.state in ('planned', 'in_flight', 'unknown', 'parked'))
       or exists (select 1 from wave where wave.campaign = campaign.id and wave.state in ('open', 'closed', 'cancelling')
                  and wave.send_at > :now))
order by created desc, id desc

-- name: doubt_batches
-- They may have been handed over since the backup: in doubt, and no log can prove that they were not.
update batch set state = 'parked', reason = 'restored', attempt = 'restored', wave = '', handed = 0, silent = 0, settled = :now, seal = ''
where campaign = :campaign and state in ('planned', 'in_flight', 'unknown', 'parked')

-- name: stop_restored
-- It goes on by a person's word only.
update campaign set state = 'stopped', fence = fence + 1, owner = '', stop_code = 'restored', stop_message = :message,
       stop_remedy = :remedy
where id = :campaign and state in ('sending', 'stopped')

-- name: named_subscribers
-- Whom any delivery names by id.
select distinct subscriber from delivery where substr(subscriber, 1, 1) <> '~'
