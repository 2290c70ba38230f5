-- Who of an office looked at what about whom, once a day for a person and a record. `subject` is the person or, of a
-- list, its program; of a report of the institution, the institution.
CREATE TABLE looks (
  institution_id id NOT NULL,
  subject id NOT NULL,
  day int64 NOT NULL,
  record text NOT NULL CONSTRAINT "access_log.record"
    CHECK (record IN ('case', 'cases', 'proposals', 'pairs', 'waiting_list', 'pairs_from_before', 'answers', 'report')),
  account_id id NOT NULL,
  at int64 NOT NULL,
  PRIMARY KEY (institution_id, subject, day, record, account_id),
  FOREIGN KEY (institution_id, account_id) REFERENCES accounts (institution_id, id)
);
