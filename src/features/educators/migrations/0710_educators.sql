-- What an educator, or a near-peer, answered about taking part in a program. Lists are names with a blank between
-- them. `declared_on`: the day on which they said that every duty and tie is named.
CREATE TABLE educator_answers (
  institution_id id NOT NULL,
  program_id id NOT NULL,
  person_id id NOT NULL,
  revision int64 NOT NULL,
  takes_part bool NOT NULL,
  capacity int64 NOT NULL CONSTRAINT "educators.capacity_range" CHECK (capacity BETWEEN 0 AND 500),
  hours_per_month int64 CONSTRAINT "educators.hours_range" CHECK (hours_per_month BETWEEN 0 AND 200),
  released_by text NOT NULL,
  topics text NOT NULL,
  ways text NOT NULL,
  path text NOT NULL CONSTRAINT "educators.path_length" CHECK (length(path) <= 600),
  declared_on int64,
  answered_at int64 NOT NULL,
  PRIMARY KEY (institution_id, program_id, person_id),
  FOREIGN KEY (institution_id, program_id) REFERENCES programs (institution_id, id),
  FOREIGN KEY (institution_id, person_id) REFERENCES people (institution_id, id)
);

-- Who answered the questions on a role rightly, and when first.
CREATE TABLE readiness_checks (
  institution_id id NOT NULL,
  person_id id NOT NULL,
  role text NOT NULL,
  passed_on int64 NOT NULL,
  PRIMARY KEY (institution_id, person_id, role),
  FOREIGN KEY (institution_id, person_id) REFERENCES people (institution_id, id)
);
