-- The day an institution lives in, moved on by its nightly job: triggers cannot know a time zone.
CREATE TABLE institution_days (
  institution_id id NOT NULL,
  day int64 NOT NULL,
  PRIMARY KEY (institution_id),
  FOREIGN KEY (institution_id) REFERENCES institutions (id)
);

-- A relationship. `standing` is judged only while nothing has changed about its parties since it was judged.
CREATE TABLE relationships (
  institution_id id NOT NULL,
  id id NOT NULL,
  role text NOT NULL,
  state text NOT NULL CONSTRAINT "relationships.state" CHECK (state IN ('offered', 'active', 'paused', 'closing',
    'closed')),
  standing text NOT NULL CONSTRAINT "relationships.standing" CHECK (standing IN ('judged', 'unchecked')),
  from_day int64 NOT NULL,
  to_day int64 NOT NULL CONSTRAINT "relationships.days" CHECK (from_day < to_day),
  revision int64 NOT NULL,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES institutions (id)
);
-- What a recheck asks for, in its order.
CREATE INDEX relationships_unchecked ON relationships (institution_id, id)
  WHERE standing = 'unchecked' AND state IN ('offered', 'active', 'paused');

-- Its parties: a pair has one on each side, a group more.
CREATE TABLE relationship_parties (
  institution_id id NOT NULL,
  relationship_id id NOT NULL,
  person_id id NOT NULL,
  side text NOT NULL CONSTRAINT "relationships.side" CHECK (side IN ('learner', 'educator')),
  judged_revision int64 NOT NULL,
  PRIMARY KEY (institution_id, relationship_id, person_id),
  FOREIGN KEY (institution_id, relationship_id) REFERENCES relationships (institution_id, id),
  FOREIGN KEY (institution_id, person_id) REFERENCES people (institution_id, id)
);
CREATE INDEX relationships_of_person ON relationship_parties (institution_id, person_id);

-- What the last judgment found.
CREATE TABLE findings (
  institution_id id NOT NULL,
  relationship_id id NOT NULL,
  learner_id id NOT NULL,
  educator_id id NOT NULL,
  rule text NOT NULL,
  level text NOT NULL CONSTRAINT "relationships.level" CHECK (level IN ('block', 'disclose')),
  standing text NOT NULL CONSTRAINT "relationships.finding_standing" CHECK (standing IN ('applies', 'waived')),
  from_day int64 NOT NULL,
  to_day int64 NOT NULL,
  PRIMARY KEY (institution_id, relationship_id, learner_id, educator_id, rule, standing, from_day),
  FOREIGN KEY (institution_id, relationship_id) REFERENCES relationships (institution_id, id)
);

-- Parties about whom something was learned since they were judged, be their revision raised already or still due
-- (features/people).
CREATE VIEW stale_parties AS
SELECT p.institution_id, p.relationship_id, p.person_id
  FROM relationship_parties p
  JOIN people_now q ON q.institution_id = p.institution_id AND q.id = p.person_id
 WHERE p.judged_revision <> q.revision;

-- Relationships as they stand: judged only while every party's judged revision is the present one.
CREATE VIEW relationships_now AS
SELECT r.institution_id, r.id, r.role, r.state,
       CASE WHEN r.standing = 'judged'
                 AND EXISTS (SELECT 1 FROM stale_parties s WHERE s.institution_id = r.institution_id
                                AND s.relationship_id = r.id)
            THEN 'unchecked' ELSE r.standing END AS standing,
       r.from_day, r.to_day, r.revision
  FROM relationships r;
