-- Pairs that an institution has from before, as its own list says them. What an import says of a pair replaces what
-- earlier ones said. `role` is empty where the list names none.
CREATE TABLE known_pairs (
  institution_id id NOT NULL,
  learner_id id NOT NULL,
  educator_id id NOT NULL,
  role text NOT NULL,
  from_day int64 NOT NULL,
  to_day int64 NOT NULL CONSTRAINT "relationships.days" CHECK (from_day < to_day),
  said_by id NOT NULL,
  PRIMARY KEY (institution_id, learner_id, educator_id, role),
  CONSTRAINT "relationships.not_oneself" CHECK (learner_id <> educator_id),
  FOREIGN KEY (institution_id, learner_id) REFERENCES people (institution_id, id),
  FOREIGN KEY (institution_id, educator_id) REFERENCES people (institution_id, id),
  FOREIGN KEY (institution_id, said_by) REFERENCES changes (institution_id, id)
);
CREATE INDEX known_pairs_of_change ON known_pairs (institution_id, said_by);
