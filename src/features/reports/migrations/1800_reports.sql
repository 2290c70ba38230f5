-- Finished reports as documents of keys and values: read in any language, redrawn by any renderer.
CREATE TABLE reports (
  institution_id id NOT NULL,
  name text NOT NULL CONSTRAINT "reports.name" CHECK (length(name) BETWEEN 1 AND 64),
  made_at int64 NOT NULL,
  title text NOT NULL,
  standing text NOT NULL,
  program text NOT NULL,
  next text NOT NULL,
  document text NOT NULL,
  PRIMARY KEY (institution_id, name),
  FOREIGN KEY (institution_id) REFERENCES institutions (id)
);
