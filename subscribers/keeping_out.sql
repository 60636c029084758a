-- name: suppress_out
-- Never mail those whom the file says said no, and addresses that it says take no mail.
INSERT INTO suppression (address_hash, reason, source, at, of_mailbox)
SELECT address_hash,
    CASE WHEN restriction = 4 THEN 'opted out in an imported list' ELSE 'bounced, as an imported list says' END,
    :source, :now, CASE WHEN restriction = 4 THEN 0 ELSE 1 END
FROM folded WHERE restriction >= 3
ON CONFLICT (address_hash) DO UPDATE SET
    reason = excluded.reason, source = excluded.source, at = excluded.at, of_mailbox = excluded.of_mailbox
WHERE suppression.source = 'moved' OR suppression.of_mailbox > excluded.of_mailbox

-- name: objections_by_former
-- Who said no by an address that somebody had before, or had when they left.
SELECT address FROM folded
WHERE restriction = 4 AND (
    EXISTS (SELECT 1 FROM former WHERE former.address_hash = folded.address_hash)
    OR EXISTS (SELECT 1 FROM departed WHERE departed.address_hash = folded.address_hash)
)

-- name: make_kept_out
-- Where those who said no by an older address are now, by hash; seen by this connection alone.
CREATE TEMP TABLE IF NOT EXISTS kept_out (address_hash TEXT NOT NULL PRIMARY KEY)

-- name: empty_kept_out
-- Forget them.
DELETE FROM kept_out

-- name: keep_out_of_file
-- One of them.
INSERT INTO kept_out (address_hash) VALUES (:address_hash) ON CONFLICT (address_hash) DO NOTHING

-- name: lines_of_kept_out
-- Where they stand in the file with the newer address as well.
SELECT line FROM folded WHERE restriction < 4 AND address_hash IN (SELECT address_hash FROM kept_out) ORDER BY line

-- name: mark_kept_out
-- There, too, they have said no.
UPDATE folded SET restriction = 4
WHERE restriction < 4 AND address_hash IN (SELECT address_hash FROM kept_out)

-- name: suppress_kept_out
-- Never mail them.
INSERT INTO suppression (address_hash, reason, source, at)
SELECT address_hash, 'opted out in an imported list', :source, :now FROM kept_out WHERE true
ON CONFLICT (address_hash) DO UPDATE SET reason = excluded.reason, source = excluded.source, at = excluded.at, of_mailbox = 0
WHERE suppression.source = 'moved' OR suppression.of_mailbox = 1

-- name: count_kept_out
-- How many they are.
SELECT count(*) FROM kept_out
