-- The day an institution lives in, moved on by its nightly job: triggers cannot know a time zone.
CREATE TABLE institution_days (
  institution_id id NOT NULL,
  day int64 NOT NULL,
  PRIMARY KEY (institution_id),
  FOREIGN KEY (institution_id) REFERENCES institutions (id)
);

-- A relationship, under the version of its program's charter that it was agreed under. `standing` is judged only while
-- nothing has changed about its parties, its charter or its findings since it was judged.
CREATE TABLE relationships (
  institution_id id NOT NULL,
  id id NOT NULL,
  program_id id NOT NULL,
  charter_version int64 NOT NULL,
  role text NOT NULL,
  state text NOT NULL CONSTRAINT "relationships.state"
    CHECK (state IN ('offered', 'active', 'paused', 'closing', 'closed')),
  standing text NOT NULL CONSTRAINT "relationships.standing" CHECK (standing IN ('judged', 'unchecked')),
  from_day int64 NOT NULL,
  to_day int64 NOT NULL CONSTRAINT "relationships.days" CHECK (from_day < to_day),
  revision int64 NOT NULL,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES institutions (id),
  FOREIGN KEY (institution_id, program_id, charter_version)
    REFERENCES charter_versions (institution_id, program_id, number)
);
-- What a recheck asks for, in its order.
CREATE INDEX relationships_unchecked ON relationships (institution_id, id)
  WHERE standing = 'unchecked' AND state IN ('offered', 'active', 'paused');
CREATE INDEX relationships_of_program ON relationships (institution_id, program_id);

-- Its parties: a pair has one on each side, a group more. Who left a group is no longer judged from that day.
CREATE TABLE relationship_parties (
  institution_id id NOT NULL,
  relationship_id id NOT NULL,
  person_id id NOT NULL,
  side text NOT NULL CONSTRAINT "relationships.side" CHECK (side IN ('learner', 'educator')),
  left_on int64,
  judged_revision int64 NOT NULL,
  PRIMARY KEY (institution_id, relationship_id, person_id),
  FOREIGN KEY (institution_id, relationship_id) REFERENCES relationships (institution_id, id),
  FOREIGN KEY (institution_id, person_id) REFERENCES people (institution_id, id)
);
CREATE INDEX relationships_of_person ON relationship_parties (institution_id, person_id);

-- A party's consent to move the relationship to a charter version that widens.
CREATE TABLE charter_consents (
  institution_id id NOT NULL,
  relationship_id id NOT NULL,
  charter_version int64 NOT NULL,
  person_id id NOT NULL,
  consented_at int64 NOT NULL,
  PRIMARY KEY (institution_id, relationship_id, charter_version, person_id),
  FOREIGN KEY (institution_id, relationship_id, person_id)
    REFERENCES relationship_parties (institution_id, relationship_id, person_id)
);

-- What the last judgment found. `looks`: does the tie hold on these days, or is it ahead or behind? A tie that is only
-- ahead keeps an offer from starting, but pauses nothing before its day.
CREATE TABLE findings (
  institution_id id NOT NULL,
  relationship_id id NOT NULL,
  learner_id id NOT NULL,
  educator_id id NOT NULL,
  rule text NOT NULL,
  tie text NOT NULL,
  looks text NOT NULL CONSTRAINT "relationships.looks" CHECK (looks IN ('now', 'ahead', 'back')),
  level text NOT NULL CONSTRAINT "relationships.level" CHECK (level IN ('block', 'disclose')),
  standing text NOT NULL CONSTRAINT "relationships.finding_standing" CHECK (standing IN ('applies', 'waived')),
  from_day int64 NOT NULL,
  to_day int64 NOT NULL,
  PRIMARY KEY (institution_id, relationship_id, learner_id, educator_id, rule, standing, from_day),
  FOREIGN KEY (institution_id, relationship_id) REFERENCES relationships (institution_id, id)
);
CREATE INDEX findings_that_pause ON findings (institution_id, level, standing, looks, from_day);

-- A finding on a running relationship that somebody must do something about, by `deadline`. `starts_on` is the day on
-- which it pauses the pair, if nothing is done: the deadline is never later. The learner is told before anybody else.
CREATE TABLE cases (
  institution_id id NOT NULL,
  id id NOT NULL,
  relationship_id id NOT NULL,
  learner_id id NOT NULL,
  educator_id id NOT NULL,
  tie text NOT NULL,
  rule text NOT NULL,
  level text NOT NULL CONSTRAINT "relationships.case_level" CHECK (level IN ('block', 'disclose')),
  opened_on int64 NOT NULL,
  deadline int64 NOT NULL,
  starts_on int64,
  state text NOT NULL CONSTRAINT "relationships.case_state" CHECK (state IN ('open', 'lapsed', 'decided', 'closed')),
  way text CONSTRAINT "relationships.case_way"
    CHECK (way IN ('recusal', 'reassignment', 'rematch', 'waiver', 'acknowledged')),
  decided_by id,
  learner_told_at int64,
  others_told_at int64,
  closed_on int64,
  PRIMARY KEY (institution_id, id),
  CONSTRAINT "relationships.case_closed" CHECK ((state = 'closed') = (closed_on IS NOT NULL)),
  CONSTRAINT "relationships.case_undecided" CHECK (state <> 'decided' OR way IS NOT NULL),
  CONSTRAINT "relationships.case_deadline"
    CHECK (opened_on <= deadline AND (starts_on IS NULL OR deadline <= starts_on OR deadline = opened_on)),
  CONSTRAINT "relationships.learner_first"
    CHECK (others_told_at IS NULL OR (learner_told_at IS NOT NULL AND learner_told_at <= others_told_at)),
  FOREIGN KEY (institution_id, relationship_id) REFERENCES relationships (institution_id, id)
);
CREATE UNIQUE INDEX case_of_tie ON cases (institution_id, relationship_id, learner_id, educator_id, tie)
  WHERE closed_on IS NULL;
CREATE INDEX case_deadlines ON cases (institution_id, state, deadline);

-- "That is not so", said by the person whom a case's fact is about; answered by somebody who is no party.
CREATE TABLE contests (
  institution_id id NOT NULL,
  id id NOT NULL,
  case_id id NOT NULL,
  person_id id NOT NULL,
  statement text NOT NULL CONSTRAINT "relationships.contest_statement" CHECK (length(statement) BETWEEN 1 AND 1000),
  contested_at int64 NOT NULL,
  answer text CONSTRAINT "relationships.contest_answer_unknown" CHECK (answer IN ('fact_stands', 'fact_corrected')),
  answered_at int64,
  answered_by id,
  PRIMARY KEY (institution_id, id),
  CONSTRAINT "relationships.contest_answer" CHECK ((answer IS NULL) = (answered_at IS NULL)),
  FOREIGN KEY (institution_id, case_id) REFERENCES cases (institution_id, id)
);
CREATE INDEX contests_of_case ON contests (institution_id, case_id);

-- Parties about whom something was learned since they were judged, be their revision raised already or still due
-- (features/people).
CREATE VIEW stale_parties AS
SELECT p.institution_id, p.relationship_id, p.person_id
  FROM relationship_parties p
  JOIN people_now q ON q.institution_id = p.institution_id AND q.id = p.person_id
 WHERE p.judged_revision <> q.revision;

-- Relationships as they stand: judged only while every party's judged revision is the present one.
CREATE VIEW relationships_now AS
SELECT r.institution_id, r.id, r.program_id, r.charter_version, r.role, r.state,
       CASE WHEN r.standing = 'judged'
                 AND EXISTS (SELECT 1
                               FROM stale_parties s
                              WHERE s.institution_id = r.institution_id
                                AND s.relationship_id = r.id)
            THEN 'unchecked' ELSE r.standing END AS standing,
       r.from_day, r.to_day, r.revision
  FROM relationships r;
