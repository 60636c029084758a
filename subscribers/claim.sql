-- name: claim
-- The workspace that the database belongs to; one row or none.
SELECT workspace, seal FROM claim

-- name: stake_claim
-- Belong to a workspace, unless there is a claim already: the first one stands.
INSERT INTO claim (one, workspace, seal) VALUES (1, :workspace, :seal)
ON CONFLICT (one) DO NOTHING

-- name: give_back
-- Belong to nobody again.
DELETE FROM claim WHERE workspace = :workspace
