-- One row per accepted import, with the id of its change: when, from which files, and whether it was undone.
CREATE TABLE imports (
  institution_id id NOT NULL,
  id id NOT NULL,
  accepted_at int64 NOT NULL,
  undone_at int64,
  undone_by id,
  files text NOT NULL,
  people_added int64 NOT NULL,
  people_changed int64 NOT NULL,
  people_left int64 NOT NULL,
  duties_added int64 NOT NULL,
  duties_ended int64 NOT NULL,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, id) REFERENCES changes (institution_id, id)
);
