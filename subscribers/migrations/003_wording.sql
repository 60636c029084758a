-- The first 128 bits of a wording's hash tell wordings apart as well, and every person's row holds it.

INSERT INTO wording (hash, text) SELECT substr(hash, 1, 32), text FROM wording;

UPDATE consent SET wording_hash = substr(wording_hash, 1, 32);

DELETE FROM wording WHERE length(hash) > 32;

UPDATE person SET wording_hash = substr(wording_hash, 1, 32) WHERE wording_hash IS NOT NULL;
