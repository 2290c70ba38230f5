-- Duties, memberships included: what held when, and when we learned it. Never updated but for their retraction.
CREATE TABLE duties (
  institution_id id NOT NULL,
  id id NOT NULL,
  import_id id NOT NULL,
  recorded_at int64 NOT NULL,
  retracted_at int64,
  retracted_by id,
  kind text NOT NULL,
  person_id id NOT NULL,
  target_kind text NOT NULL CONSTRAINT "duties.target_kind" CHECK (target_kind IN ('person', 'unit', 'cohort', 'site')),
  target_person_id id,
  target_group text,
  from_day int64 NOT NULL,
  to_day int64 NOT NULL CONSTRAINT "duties.days" CHECK (from_day < to_day),
  source text NOT NULL,
  PRIMARY KEY (institution_id, id),
  CONSTRAINT "duties.one_target" CHECK ((target_person_id IS NULL) <> (target_group IS NULL)),
  CONSTRAINT "duties.not_oneself" CHECK (target_person_id IS NULL OR target_person_id <> person_id),
  FOREIGN KEY (institution_id, person_id) REFERENCES people (institution_id, id),
  FOREIGN KEY (institution_id, target_person_id) REFERENCES people (institution_id, id)
);
CREATE INDEX duty_of_person ON duties (institution_id, person_id);
CREATE INDEX duty_towards_person ON duties (institution_id, target_person_id);
CREATE INDEX duty_towards_group ON duties (institution_id, target_group, target_kind);
CREATE INDEX duty_of_import ON duties (institution_id, import_id);

-- A panel member stays out of this learner's case on these days.
CREATE TABLE recusals (
  institution_id id NOT NULL,
  id id NOT NULL,
  import_id id NOT NULL,
  recorded_at int64 NOT NULL,
  retracted_at int64,
  retracted_by id,
  person_id id NOT NULL,
  learner_id id NOT NULL,
  from_day int64 NOT NULL,
  to_day int64 NOT NULL CONSTRAINT "duties.recusal_days" CHECK (from_day < to_day),
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, person_id) REFERENCES people (institution_id, id),
  FOREIGN KEY (institution_id, learner_id) REFERENCES people (institution_id, id)
);

-- "For this unit, cohort or site all duties of this kind on these days are recorded": without it the verdict is
-- unknown.
CREATE TABLE coverage (
  institution_id id NOT NULL,
  id id NOT NULL,
  import_id id NOT NULL,
  recorded_at int64 NOT NULL,
  retracted_at int64,
  retracted_by id,
  kind text NOT NULL,
  target_kind text NOT NULL CONSTRAINT "duties.coverage_scope" CHECK (target_kind IN ('unit', 'cohort', 'site')),
  target_group text NOT NULL,
  from_day int64 NOT NULL,
  to_day int64 NOT NULL CONSTRAINT "duties.coverage_days" CHECK (from_day < to_day),
  PRIMARY KEY (institution_id, id)
);
