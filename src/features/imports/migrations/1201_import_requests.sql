-- What a written name meant once ("nobody": not ours): later files are read by it.
CREATE TABLE name_choices (
  institution_id id NOT NULL,
  written text NOT NULL CONSTRAINT "imports.written_name" CHECK (length(written) BETWEEN 1 AND 400),
  person text NOT NULL CONSTRAINT "imports.name_means" CHECK (length(person) BETWEEN 1 AND 200),
  chosen_at int64 NOT NULL,
  PRIMARY KEY (institution_id, written),
  FOREIGN KEY (institution_id) REFERENCES institutions (id)
);

-- An import or undo that takes duties away from people in open relationships: somebody else than who asked decides.
-- `import_id`: what is to be undone, or what an approval made. The id is the preview's.
CREATE TABLE import_requests (
  institution_id id NOT NULL,
  id id NOT NULL,
  kind text NOT NULL CONSTRAINT "imports.request_kind" CHECK (kind IN ('accept', 'undo')),
  state text NOT NULL CONSTRAINT "imports.request_state"
    CHECK (state IN ('waiting', 'approved', 'refused', 'withdrawn', 'lapsed')),
  import_id id,
  files text NOT NULL,
  duties_lost int64 NOT NULL,
  requested_by id NOT NULL,
  requested_at int64 NOT NULL,
  decided_by id,
  decided_at int64,
  PRIMARY KEY (institution_id, id),
  CONSTRAINT "imports.request_decided" CHECK ((state = 'waiting') = (decided_by IS NULL)
    AND (decided_by IS NULL) = (decided_at IS NULL)),
  CONSTRAINT "imports.second_person" CHECK (state = 'waiting' OR (state = 'withdrawn') = (decided_by = requested_by)),
  FOREIGN KEY (institution_id) REFERENCES institutions (id)
);
