-- A learner's wishes for a program, first one first: three to five people whom they chose from those on offer.
CREATE TABLE wish_lists (
  institution_id id NOT NULL,
  program_id id NOT NULL,
  learner_id id NOT NULL,
  revision int64 NOT NULL,
  saved_at int64 NOT NULL,
  PRIMARY KEY (institution_id, program_id, learner_id),
  FOREIGN KEY (institution_id, program_id) REFERENCES programs (institution_id, id),
  FOREIGN KEY (institution_id, learner_id) REFERENCES people (institution_id, id)
);
CREATE TABLE wishes (
  institution_id id NOT NULL,
  program_id id NOT NULL,
  learner_id id NOT NULL,
  rank int64 NOT NULL CONSTRAINT "preferences.rank" CHECK (rank BETWEEN 1 AND 5),
  educator_id id NOT NULL,
  PRIMARY KEY (institution_id, program_id, learner_id, rank),
  UNIQUE (institution_id, program_id, learner_id, educator_id),
  CONSTRAINT "preferences.not_oneself" CHECK (learner_id <> educator_id),
  FOREIGN KEY (institution_id, program_id, learner_id)
    REFERENCES wish_lists (institution_id, program_id, learner_id),
  FOREIGN KEY (institution_id, educator_id) REFERENCES people (institution_id, id)
);

-- "Not this person": private, without a reason, without a date, both ways. Deleted when taken back.
CREATE TABLE vetoes (
  institution_id id NOT NULL,
  program_id id NOT NULL,
  person_id id NOT NULL,
  not_with_id id NOT NULL,
  PRIMARY KEY (institution_id, program_id, person_id, not_with_id),
  CONSTRAINT "preferences.not_oneself" CHECK (person_id <> not_with_id),
  FOREIGN KEY (institution_id, program_id) REFERENCES programs (institution_id, id),
  FOREIGN KEY (institution_id, person_id) REFERENCES people (institution_id, id),
  FOREIGN KEY (institution_id, not_with_id) REFERENCES people (institution_id, id)
);
