-- Two more grounds: 'soft-opt-in' of a charity, and 'unknown', on which nobody is mailed. Tables and views stay the same
-- ones, and so do the rights that log-ins were given on them.

ALTER TABLE person DROP CONSTRAINT person_basis_check;

ALTER TABLE person ADD CONSTRAINT person_basis_check
    CHECK (basis IN ('consent', 'membership', 'corporate', 'soft-opt-in', 'unknown', 'withdrawn'));

ALTER TABLE consent DROP CONSTRAINT consent_basis_check;

ALTER TABLE consent ADD CONSTRAINT consent_basis_check
    CHECK (basis IN ('consent', 'membership', 'corporate', 'soft-opt-in', 'unknown'));

ALTER TABLE consent DROP CONSTRAINT consent_check;

ALTER TABLE consent ADD CONSTRAINT consent_check
    CHECK (basis NOT IN ('consent', 'soft-opt-in') OR wording_hash IS NOT NULL);

ALTER TABLE refreshed DROP CONSTRAINT refreshed_basis_check;

ALTER TABLE refreshed ADD CONSTRAINT refreshed_basis_check
    CHECK (basis IN ('consent', 'membership', 'corporate', 'soft-opt-in'));

-- The only door for other components: ids of those who may be mailed now.
CREATE OR REPLACE VIEW mailable AS
SELECT person.id, person.language
FROM person
WHERE person.basis NOT IN ('withdrawn', 'unknown')
  AND NOT EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = person.address_hash);

-- Everybody with their status, for the list; a test holds it against `mailable`.
CREATE OR REPLACE VIEW listed AS
SELECT person.*,
    CASE
        WHEN EXISTS (SELECT 1 FROM suppression WHERE suppression.address_hash = person.address_hash)
            THEN 'suppressed'
        WHEN person.basis IN ('withdrawn', 'unknown') THEN person.basis
        ELSE 'mailable'
    END AS status
FROM person;
