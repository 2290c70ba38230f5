-- A running scheme. Its role is fixed; what its parties agree to stands in charter_versions.
CREATE TABLE programs (
  institution_id id NOT NULL,
  id id NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES institutions (id)
);

-- Versions of a program's charter, never changed: a relationship stays under the one it was agreed under. `terms` is
-- the program file; `widens` says that somebody sees more, or the learner is protected less, than under the one before.
CREATE TABLE charter_versions (
  institution_id id NOT NULL,
  program_id id NOT NULL,
  number int64 NOT NULL,
  record text NOT NULL CONSTRAINT "programs.record" CHECK (record IN ('sealed', 'institutional')),
  matters text NOT NULL CONSTRAINT "programs.matters" CHECK (matters IN ('disclose', 'block')),
  terms text NOT NULL,
  widens bool NOT NULL,
  recorded_at int64 NOT NULL,
  recorded_by id,
  PRIMARY KEY (institution_id, program_id, number),
  FOREIGN KEY (institution_id, program_id) REFERENCES programs (institution_id, id),
  FOREIGN KEY (institution_id, recorded_by) REFERENCES people (institution_id, id)
);
