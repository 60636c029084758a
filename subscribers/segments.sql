-- name: make_segment_word
-- The words of a segment (tags, languages, hosts), seen by this connection alone.
CREATE TEMP TABLE IF NOT EXISTS segment_word (what TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (what, word))

-- name: make_sifted
-- Everybody on the list and the first reason why they are left out, '' for those chosen; seen by this connection alone.
CREATE TEMP TABLE IF NOT EXISTS sifted (id TEXT NOT NULL, language TEXT NOT NULL, reason TEXT NOT NULL)
-- It is read from end to end: an index on the ids would double what a list of a million takes in memory.

-- name: empty_segment_word
-- Forget the words of the segment before.
DELETE FROM segment_word

-- name: empty_sifted
-- Forget who was chosen before.
DELETE FROM sifted

-- name: note_segment_word
-- One word that a condition looks for.
INSERT INTO segment_word (what, word) VALUES (:what, :word) ON CONFLICT (what, word) DO NOTHING

-- name: hosts_of_list
-- The hosts of all addresses. Whatever is no @ is taken off their ends: both databases can do that, and neither has the other's way.
SELECT DISTINCT substr(address, length(rtrim(address, replace(address, '@', ''))) + 1) FROM person

-- name: sift
-- Whoever may not be mailed is left out first, then by each condition in turn; a condition that was not made is skipped by its number.
INSERT INTO sifted (id, language, reason)
SELECT listed.id, listed.language, CASE
    WHEN listed.status = 'suppressed' AND EXISTS (
        SELECT 1 FROM suppression
        WHERE suppression.address_hash = listed.address_hash AND suppression.source = 'moved'
    ) THEN 'moved'
    WHEN listed.status <> 'mailable' THEN listed.status
    WHEN :without_hosts > 0 AND EXISTS (
        SELECT 1 FROM segment_word
        WHERE segment_word.what = 'without_hosts'
          AND segment_word.word
              = substr(listed.address, length(rtrim(listed.address, replace(listed.address, '@', ''))) + 1)
    ) THEN 'without_hosts'
    WHEN :languages > 0 AND NOT EXISTS (
        SELECT 1 FROM segment_word
        WHERE segment_word.what = 'languages'
          AND (lower(listed.language) = segment_word.word
               OR substr(lower(listed.language), 1, length(segment_word.word) + 1) = segment_word.word || '-')
    ) THEN 'languages'
    WHEN :tags > 0 AND NOT EXISTS (
        SELECT 1 FROM person_tag
        JOIN segment_word ON segment_word.what = 'tags' AND segment_word.word = person_tag.tag
        WHERE person_tag.person = listed.id
    ) THEN 'tags'
    WHEN :all_tags > 0 AND (
        SELECT count(*) FROM person_tag
        JOIN segment_word ON segment_word.what = 'all_tags' AND segment_word.word = person_tag.tag
        WHERE person_tag.person = listed.id
    ) < :all_tags THEN 'all_tags'
    WHEN :without_tags > 0 AND EXISTS (
        SELECT 1 FROM person_tag
        JOIN segment_word ON segment_word.what = 'without_tags' AND segment_word.word = person_tag.tag
        WHERE person_tag.person = listed.id
    ) THEN 'without_tags'
    WHEN listed.added < :joined_after THEN 'joined_after'
    WHEN :joined_before > 0 AND listed.added >= :joined_before THEN 'joined_before'
    WHEN :refreshed_after > 0 AND NOT EXISTS (
        SELECT 1 FROM refreshed
        WHERE refreshed.basis = listed.basis AND refreshed.at >= :refreshed_after
          AND (
              listed.basis NOT IN ('consent', 'soft-opt-in')
              OR coalesce(refreshed.wording_hash, '') = coalesce(listed.wording_hash, '')
          )
    ) AND NOT EXISTS (
        SELECT 1 FROM consent
        WHERE consent.person = listed.id AND consent.withdrawn = 0 AND consent.at >= :refreshed_after
    ) THEN 'refreshed_after'
    ELSE ''
END
FROM listed
-- Hosts are those of the list itself, so each person's is looked up once: held against twenty names one by one, a million
-- people took 28 s instead of 3 s.

-- name: end_of_sample
-- The last person of a sample: so many in a row, in the order of ids from :start on, and from the beginning where these end.
SELECT CASE WHEN id < :start THEN 1 ELSE 0 END, id FROM sifted WHERE reason = ''
ORDER BY 1, 2 LIMIT 1 OFFSET :number - 1

-- name: leave_out_of_sample
-- Whoever comes behind the last of the sample.
UPDATE sifted SET reason = 'sample'
WHERE reason = '' AND (CASE WHEN id < :start THEN 1 ELSE 0 END > :is_wrapped
                       OR (CASE WHEN id < :start THEN 1 ELSE 0 END = :is_wrapped AND id > :last))

-- name: count_chosen
-- Those chosen, by the languages that people have.
SELECT language, count(*) FROM sifted WHERE reason = '' GROUP BY language

-- name: count_sifted_out
-- Those left out, by the first reason.
SELECT reason, count(*) FROM sifted WHERE reason <> '' GROUP BY reason

-- name: chosen_by_host
-- Those chosen, by the host of their address; what `hosts_of_list` says of the way holds here and below.
SELECT substr(person.address, length(rtrim(person.address, replace(person.address, '@', ''))) + 1), count(*)
FROM sifted JOIN person ON person.id = sifted.id
WHERE sifted.reason = ''
GROUP BY 1

-- name: chosen_by_mailbox
-- Those chosen whose address has one of the noted names before the @.
SELECT segment_word.word, count(*)
FROM sifted
JOIN person ON person.id = sifted.id
JOIN segment_word ON segment_word.what = 'mailboxes'
    AND segment_word.word
        = substr(person.address, 1, length(rtrim(person.address, replace(person.address, '@', ''))) - 1)
WHERE sifted.reason = ''
GROUP BY segment_word.word

-- name: some_chosen
-- A few of those chosen, and their languages, for examples.
SELECT id, language FROM sifted WHERE reason = '' ORDER BY id LIMIT :most
