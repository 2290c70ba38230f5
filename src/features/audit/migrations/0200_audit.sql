-- The audit log: per institution a chain of entries, each holding the hash of itself and its predecessor.
CREATE TABLE audit_entries (
  institution_id id NOT NULL REFERENCES institutions (id),
  seq int64 NOT NULL CONSTRAINT "audit.bad_number" CHECK (seq >= 1),
  time int64 NOT NULL,
  type text NOT NULL,
  actor id,
  subject id,
  salt bytes,
  payload text,
  payload_hash bytes NOT NULL,
  hash bytes NOT NULL,
  PRIMARY KEY (institution_id, seq)
);
CREATE INDEX audit_entries_subject ON audit_entries (institution_id, subject, seq);
