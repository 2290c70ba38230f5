-- People. `revision` rises with every fact that concerns a person (triggers of people, duties and programs): what was
-- judged under an older revision no longer holds.
CREATE TABLE people (
  institution_id id NOT NULL,
  id id NOT NULL,
  external_id text NOT NULL CONSTRAINT "people.external_id" CHECK (length(external_id) BETWEEN 1 AND 200),
  revision int64 NOT NULL,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, external_id),
  FOREIGN KEY (institution_id) REFERENCES institutions (id)
);

-- What an import said about a person, and when we learned it. Current: retracted_at IS NULL; at most one per person.
CREATE TABLE person_versions (
  institution_id id NOT NULL,
  id id NOT NULL,
  person_id id NOT NULL,
  import_id id NOT NULL,
  recorded_at int64 NOT NULL,
  retracted_at int64,
  retracted_by id,
  given_name text NOT NULL,
  family_name text NOT NULL,
  email text NOT NULL,
  profession text NOT NULL,
  kind text NOT NULL CONSTRAINT "people.kind" CHECK (kind IN ('learner', 'educator', 'both')),
  stage text NOT NULL,
  site text NOT NULL,
  unit text NOT NULL,
  cohort text NOT NULL,
  specialty text NOT NULL,
  languages text NOT NULL,
  interests text NOT NULL,
  manager text NOT NULL,
  capacity int64 CONSTRAINT "people.capacity" CHECK (capacity BETWEEN 0 AND 500),
  minutes_per_month int64,
  trained_on int64,
  declared_on int64,
  present_from int64 NOT NULL,
  present_to int64 NOT NULL CONSTRAINT "people.present" CHECK (present_from < present_to),
  left_because text NOT NULL,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, person_id) REFERENCES people (institution_id, id)
);
CREATE UNIQUE INDEX person_version_current ON person_versions (institution_id, person_id) WHERE retracted_at IS NULL;
CREATE INDEX person_version_import ON person_versions (institution_id, import_id);
