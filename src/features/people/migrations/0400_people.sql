-- What made facts known or took them back: an import, an undo, an edit. A change is staged in as many short writes as
-- it needs and shows nothing; one more write applies it. Then the revisions of the people it concerns are due, and once
-- each is raised it is settled. One that was abandoned is discarded. At most one is staged in an institution.
CREATE TABLE changes (
  institution_id id NOT NULL,
  id id NOT NULL,
  kind text NOT NULL CONSTRAINT "people.change_kind" CHECK (kind IN ('import', 'undo', 'edit')),
  state text NOT NULL CONSTRAINT "people.change_state" CHECK (state IN ('staged', 'applied', 'settled', 'discarded')),
  applied_at int64,
  applied_number int64,
  PRIMARY KEY (institution_id, id),
  CONSTRAINT "people.change_applied" CHECK ((state IN ('applied', 'settled')) = (applied_number IS NOT NULL)
    AND (applied_number IS NULL) = (applied_at IS NULL)),
  FOREIGN KEY (institution_id) REFERENCES institutions (id)
);
CREATE UNIQUE INDEX change_staged ON changes (institution_id) WHERE state = 'staged';
CREATE UNIQUE INDEX change_number ON changes (institution_id, applied_number) WHERE applied_number IS NOT NULL;
CREATE INDEX change_unsettled ON changes (institution_id) WHERE state = 'applied';

-- People. `revision` rises with every fact that concerns a person: what was judged under an older one no longer holds.
-- Read it from people_now, which counts those that are due. `said_by` is the change that first named the person.
CREATE TABLE people (
  institution_id id NOT NULL,
  id id NOT NULL,
  external_id text NOT NULL CONSTRAINT "people.external_id" CHECK (length(external_id) BETWEEN 1 AND 200),
  revision int64 NOT NULL,
  said_by id NOT NULL,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, external_id),
  FOREIGN KEY (institution_id, said_by) REFERENCES changes (institution_id, id)
);
CREATE INDEX person_of_change ON people (institution_id, said_by);

-- Whose revision a change raises: filled by the triggers of every fact while the change is staged, emptied row by row
-- once it is applied.
CREATE TABLE concerned_people (
  institution_id id NOT NULL,
  change_id id NOT NULL,
  person_id id NOT NULL,
  PRIMARY KEY (institution_id, change_id, person_id)
);

-- The inner count is asked by its whole key, one unsettled change at a time: a join would leave the planner free to
-- read everybody whom a large change concerns.
CREATE VIEW people_now AS
SELECT p.institution_id, p.id, p.external_id,
       p.revision + (SELECT count(*) FROM changes g
                      WHERE g.institution_id = p.institution_id AND g.state = 'applied'
                        AND (SELECT count(*) FROM concerned_people c
                              WHERE c.institution_id = p.institution_id AND c.change_id = g.id
                                AND c.person_id = p.id) > 0) AS revision
  FROM people p;

-- What a change said about a person. Current: in current_person_versions; at most one per person.
CREATE TABLE person_versions (
  institution_id id NOT NULL,
  id id NOT NULL,
  person_id id NOT NULL,
  said_by id NOT NULL,
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
CREATE UNIQUE INDEX person_version_last ON person_versions (institution_id, person_id) WHERE retracted_by IS NULL;
CREATE INDEX person_version_of_person ON person_versions (institution_id, person_id);
CREATE INDEX person_version_of_change ON person_versions (institution_id, said_by);

-- A fact's changes are asked for by their key, one fact at a time: joined, the planner would be free to begin with all
-- changes that there ever were.
CREATE VIEW current_person_versions AS
SELECT v.* FROM person_versions v
 WHERE (SELECT s.applied_number FROM changes s WHERE s.institution_id = v.institution_id AND s.id = v.said_by)
       IS NOT NULL
   AND (v.retracted_by IS NULL
        OR (SELECT r.applied_number FROM changes r
             WHERE r.institution_id = v.institution_id AND r.id = v.retracted_by) IS NULL);
