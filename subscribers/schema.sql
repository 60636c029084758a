-- name: make_versions
-- The table that says how far each component's tables have come.
CREATE TABLE IF NOT EXISTS schema_version (
    component TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
)

-- name: version
-- How many migrations of a component have been carried out.
SELECT version FROM schema_version WHERE component = :component

-- name: set_version
-- Remember how far a component has come.
INSERT INTO schema_version (component, version) VALUES (:component, :version)
ON CONFLICT (component) DO UPDATE SET version = excluded.version
