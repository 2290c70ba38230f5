-- Keys of confidential contacts: what everybody may know of them, and what only their owner can open. A version that
-- came about by a reset waits until another contact has vouched for it.
CREATE TABLE contact_keys (
  institution_id id NOT NULL,
  account_id id NOT NULL,
  version int64 NOT NULL CONSTRAINT "concerns.keys_version" CHECK (version BETWEEN 1 AND 1000000),
  bundle bytes NOT NULL CONSTRAINT "concerns.bundle_length" CHECK (length(bundle) = 255),
  seeds bytes NOT NULL CONSTRAINT "concerns.seeds_length" CHECK (length(seeds) = 104),
  made_on int64 NOT NULL,
  vouched_by id,
  vouched_signature bytes CONSTRAINT "concerns.signature_length" CHECK (length(vouched_signature) = 64),
  PRIMARY KEY (institution_id, account_id, version),
  CONSTRAINT "concerns.half_vouched" CHECK ((vouched_by IS NULL) = (vouched_signature IS NULL)),
  CONSTRAINT "concerns.vouched_oneself" CHECK (vouched_by IS NULL OR vouched_by <> account_id),
  FOREIGN KEY (institution_id, account_id) REFERENCES accounts (institution_id, id),
  FOREIGN KEY (institution_id, vouched_by) REFERENCES accounts (institution_id, id)
);

-- What opens a version of the keys, for whoever knows the passphrase (1) or the recovery code (2). Sealed once more
-- with a key that lies outside the database, so that a copy of this table gives nothing to guess at.
CREATE TABLE contact_slots (
  institution_id id NOT NULL,
  account_id id NOT NULL,
  version int64 NOT NULL,
  kind int64 NOT NULL CONSTRAINT "concerns.slot_kind" CHECK (kind IN (1, 2)),
  sealed bytes NOT NULL,
  PRIMARY KEY (institution_id, account_id, version, kind),
  FOREIGN KEY (institution_id, account_id, version) REFERENCES contact_keys (institution_id, account_id, version)
);

-- Concerns: that somebody of the institution wrote, on which day, and where the contacts stand with it. Nothing of who
-- wrote, nothing of what about, no time of day. The id and the token come from the case code that the writer keeps.
CREATE TABLE concerns (
  institution_id id NOT NULL,
  id id NOT NULL,
  token_hash bytes NOT NULL CONSTRAINT "concerns.token_length" CHECK (length(token_hash) = 32),
  opened_on int64 NOT NULL,
  state text NOT NULL CONSTRAINT "concerns.state" CHECK (state IN ('received', 'looked_at', 'closed')),
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES institutions (id)
);
CREATE UNIQUE INDEX concern_by_id ON concerns (id);

-- What was written, sealed in the browser. `contact_id`: the contact who answered; none: whoever has the case code.
CREATE TABLE concern_messages (
  institution_id id NOT NULL,
  concern_id id NOT NULL,
  number int64 NOT NULL CONSTRAINT "concerns.number" CHECK (number BETWEEN 1 AND 500),
  day int64 NOT NULL,
  contact_id id,
  sealed bytes NOT NULL CONSTRAINT "concerns.sealed_length" CHECK (length(sealed) BETWEEN 4096 AND 131072),
  PRIMARY KEY (institution_id, concern_id, number),
  FOREIGN KEY (institution_id, concern_id) REFERENCES concerns (institution_id, id),
  FOREIGN KEY (institution_id, contact_id) REFERENCES accounts (institution_id, id)
);
