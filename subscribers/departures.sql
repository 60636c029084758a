-- name: suppressed_since
-- Who was marked as never to be mailed since a time, of those on the list and of those who have left it since.
SELECT known.id, suppression.source, suppression.reason, suppression.at
FROM suppression JOIN (
    SELECT id, address_hash FROM person
    UNION ALL
    SELECT departed.person, departed.address_hash FROM departed
    WHERE NOT EXISTS (SELECT 1 FROM person WHERE person.id = departed.person)
) AS known ON known.address_hash = suppression.address_hash
WHERE suppression.at >= :since

-- name: withdrawn_since
-- Who on the list took their consent back, since a time.
SELECT consent.person, max(consent.at)
FROM consent JOIN person ON person.id = consent.person
WHERE consent.withdrawn = 1 AND consent.at >= :since AND person.basis = 'withdrawn'
GROUP BY consent.person
