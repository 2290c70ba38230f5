-- Duties, memberships included: what held when. A change says them, a change takes them back (features/people); they
-- are never updated and never deleted. Current: in current_duties.
CREATE TABLE duties (
  institution_id id NOT NULL,
  id id NOT NULL,
  said_by id NOT NULL,
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
-- A group's many members and the few duties towards it are found apart.
CREATE INDEX duty_of_person ON duties (institution_id, person_id, kind);
CREATE INDEX duty_towards_person ON duties (institution_id, target_person_id, kind) WHERE target_person_id IS NOT NULL;
CREATE INDEX duty_towards_group ON duties (institution_id, target_group, target_kind) WHERE kind <> 'member_of';
CREATE INDEX member_of_group ON duties (institution_id, target_group, target_kind) WHERE kind = 'member_of';
CREATE INDEX duty_of_change ON duties (institution_id, said_by);
-- Whether an institution states any fact of these classes (features/conflicts): asked with the same words.
CREATE INDEX duty_of_management ON duties (institution_id) WHERE kind IN ('manages', 'directs', 'sets_rota_of');
CREATE INDEX duty_of_ties ON duties (institution_id)
  WHERE kind IN ('selects', 'referees', 'investigates', 'supervises_thesis', 'related_to', 'other');
CREATE INDEX duty_retracted ON duties (institution_id, retracted_by) WHERE retracted_by IS NOT NULL;

-- Somebody keeps out of a decision about this learner on these days.
CREATE TABLE recusals (
  institution_id id NOT NULL,
  id id NOT NULL,
  said_by id NOT NULL,
  retracted_by id,
  person_id id NOT NULL,
  learner_id id NOT NULL,
  what text NOT NULL CONSTRAINT "duties.recused_from" CHECK (what IN ('panel', 'selection', 'reference')),
  from_day int64 NOT NULL,
  to_day int64 NOT NULL CONSTRAINT "duties.recusal_days" CHECK (from_day < to_day),
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, person_id) REFERENCES people (institution_id, id),
  FOREIGN KEY (institution_id, learner_id) REFERENCES people (institution_id, id)
);
CREATE INDEX recusal_of_person ON recusals (institution_id, person_id, learner_id);
CREATE INDEX recusal_of_change ON recusals (institution_id, said_by);

-- "For this unit, cohort or site all duties of this kind on these days are recorded": without it the verdict is
-- unknown.
CREATE TABLE coverage (
  institution_id id NOT NULL,
  id id NOT NULL,
  said_by id NOT NULL,
  retracted_by id,
  kind text NOT NULL,
  target_kind text NOT NULL CONSTRAINT "duties.coverage_scope" CHECK (target_kind IN ('unit', 'cohort', 'site')),
  target_group text NOT NULL,
  from_day int64 NOT NULL,
  to_day int64 NOT NULL CONSTRAINT "duties.coverage_days" CHECK (from_day < to_day),
  PRIMARY KEY (institution_id, id)
);
CREATE INDEX coverage_of_group ON coverage (institution_id, target_group, target_kind);
CREATE INDEX coverage_of_change ON coverage (institution_id, said_by);

-- A fact's changes are asked for by their key, one fact at a time: joined, the planner would be free to begin with all
-- changes that there ever were.
CREATE VIEW current_duties AS
SELECT d.* FROM duties d
 WHERE (SELECT s.applied_number FROM changes s WHERE s.institution_id = d.institution_id AND s.id = d.said_by)
       IS NOT NULL
   AND (d.retracted_by IS NULL
        OR (SELECT r.applied_number FROM changes r
             WHERE r.institution_id = d.institution_id AND r.id = d.retracted_by) IS NULL);
CREATE VIEW current_recusals AS
SELECT d.* FROM recusals d
 WHERE (SELECT s.applied_number FROM changes s WHERE s.institution_id = d.institution_id AND s.id = d.said_by)
       IS NOT NULL
   AND (d.retracted_by IS NULL
        OR (SELECT r.applied_number FROM changes r
             WHERE r.institution_id = d.institution_id AND r.id = d.retracted_by) IS NULL);
CREATE VIEW current_coverage AS
SELECT d.* FROM coverage d
 WHERE (SELECT s.applied_number FROM changes s WHERE s.institution_id = d.institution_id AND s.id = d.said_by)
       IS NOT NULL
   AND (d.retracted_by IS NULL
        OR (SELECT r.applied_number FROM changes r
             WHERE r.institution_id = d.institution_id AND r.id = d.retracted_by) IS NULL);

-- Whose judgment a duty towards a group can change beside its holder's, for every path of the conflict rules
-- (engines/conflict/judge.h) up to management chains of two steps. The group's members are not touched one by one:
-- every pair that the duty can change has the holder in it, or somebody to whom the holder's duty reaches. Facts that
-- are no longer current count as well: to judge somebody once more than necessary is harmless.
CREATE VIEW reached_through_group AS
-- who comes under a group's manager, or has one who comes under them: the members report to, or are led by, the holder;
SELECT d.institution_id, d.id AS duty_id, m.person_id
  FROM duties d
  JOIN duties m ON m.institution_id = d.institution_id AND m.target_group = d.target_group
   AND m.target_kind = d.target_kind AND m.kind = 'member_of' AND m.from_day < d.to_day AND d.from_day < m.to_day
 WHERE d.kind = 'manages'
UNION ALL
SELECT d.institution_id, d.id, a.person_id
  FROM duties d
  JOIN duties a ON a.institution_id = d.institution_id AND a.target_group = d.target_group
   AND a.target_kind = d.target_kind AND a.kind <> 'member_of' AND a.kind = 'manages' AND a.from_day < d.to_day
   AND d.from_day < a.to_day
 WHERE d.kind = 'member_of'
UNION ALL
-- to whom a duty towards a group reaches: delegates, relatives, and those whom the holder manages.
SELECT d.institution_id, d.id, s.target_person_id
  FROM duties d
  JOIN duties s ON s.institution_id = d.institution_id AND s.person_id = d.person_id
   AND s.kind IN ('delegates_to', 'related_to', 'manages') AND s.target_person_id IS NOT NULL
   AND s.from_day < d.to_day AND d.from_day < s.to_day
 WHERE d.target_group IS NOT NULL AND d.kind NOT IN ('member_of', 'manages')
UNION ALL
SELECT d.institution_id, d.id, s.person_id
  FROM duties d
  JOIN duties s ON s.institution_id = d.institution_id AND s.target_person_id = d.person_id AND s.kind = 'related_to'
   AND s.from_day < d.to_day AND d.from_day < s.to_day
 WHERE d.target_group IS NOT NULL AND d.kind NOT IN ('member_of', 'manages')
UNION ALL
SELECT d.institution_id, d.id, m.person_id
  FROM duties d
  JOIN duties s ON s.institution_id = d.institution_id AND s.person_id = d.person_id AND s.kind = 'manages'
   AND s.from_day < d.to_day AND d.from_day < s.to_day
  JOIN duties m ON m.institution_id = s.institution_id AND m.target_group = s.target_group
   AND m.target_kind = s.target_kind AND m.kind = 'member_of' AND m.from_day < d.to_day AND d.from_day < m.to_day
 WHERE d.target_group IS NOT NULL AND d.kind NOT IN ('member_of', 'manages');

CREATE VIEW concerned_by_coverage AS
SELECT c.institution_id, c.id AS coverage_id, m.person_id
  FROM coverage c
  JOIN duties m ON m.institution_id = c.institution_id AND m.target_group = c.target_group
   AND m.target_kind = c.target_kind AND m.kind = 'member_of';
