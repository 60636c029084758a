-- name: suppress
-- Never mail an address again; the first reason stays, unless its owner had only moved on, or it was of the mailbox alone and this is not.
INSERT INTO suppression (address_hash, reason, source, at, of_mailbox)
VALUES (:address_hash, :reason, :source, :at, :of_mailbox)
ON CONFLICT (address_hash) DO UPDATE SET
    reason = excluded.reason, source = excluded.source, at = excluded.at, of_mailbox = excluded.of_mailbox
WHERE excluded.source <> 'moved'
  AND (suppression.source = 'moved' OR suppression.of_mailbox > excluded.of_mailbox)

-- name: suppression_of
-- Why an address is not mailed.
SELECT reason, source, at, of_mailbox FROM suppression WHERE address_hash = :address_hash

-- name: count_told
-- How many addresses are suppressed because somebody said something of them, not only because their owner moved on.
SELECT count(*) FROM suppression WHERE source <> 'moved'

-- name: count_suppressions
-- How many addresses are suppressed.
SELECT count(*) FROM suppression
