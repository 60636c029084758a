-- name: disclosure_reasons
-- What exports were for.
SELECT DISTINCT reason FROM disclosure

-- name: strike_disclosure_reasons
-- Another text in place of one of them.
UPDATE disclosure SET reason = :struck WHERE reason = :text

-- name: suppression_reasons
-- Why addresses are not mailed.
SELECT DISTINCT reason FROM suppression

-- name: strike_suppression_reasons
-- Another text in place of one of them.
UPDATE suppression SET reason = :struck WHERE reason = :text

-- name: suppression_sources
-- Where that was heard.
SELECT DISTINCT source FROM suppression

-- name: strike_suppression_sources
-- Another text in place of one of them.
UPDATE suppression SET source = :struck WHERE source = :text

-- name: consent_sources
-- Where people's grounds come from.
SELECT DISTINCT source FROM consent

-- name: strike_consent_sources
-- Another text in place of one of them.
UPDATE consent SET source = :struck WHERE source = :text
