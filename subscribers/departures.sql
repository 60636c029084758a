-- name: suppressed_since
-- Who on the list was marked as never to be mailed, since a time.
SELECT person.id, suppression.source, suppression.reason, suppression.at
FROM suppression JOIN person ON person.address_hash = suppression.address_hash
WHERE suppression.at >= :since

-- name: withdrawn_since
-- Who on the list took their consent back, since a time.
SELECT consent.person, max(consent.at)
FROM consent JOIN person ON person.id = consent.person
WHERE consent.withdrawn = 1 AND consent.at >= :since AND person.basis = 'withdrawn'
GROUP BY consent.person
