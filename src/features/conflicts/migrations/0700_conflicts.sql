-- Which rules a waiver may lift, for which role: written from the rule table of engines/conflict at every start
-- (keep_rules), so that triggers know it.
CREATE TABLE waivable_rules (
  rule text NOT NULL,
  role text NOT NULL,
  PRIMARY KEY (rule, role)
);

-- The learner's consent that a rule does not count between them and an educator until a day, with a reason and an
-- independent approver. Counts once consented and approved; taken back rather than deleted.
CREATE TABLE waivers (
  institution_id id NOT NULL,
  id id NOT NULL,
  learner_id id NOT NULL,
  educator_id id NOT NULL,
  role text NOT NULL,
  rule text NOT NULL,
  from_day int64 NOT NULL,
  to_day int64 NOT NULL,
  reason text NOT NULL CONSTRAINT "conflicts.waiver_reason"
    CHECK (reason IN ('only_expert', 'small_site', 'continuity', 'learner_choice', 'other')),
  requested_at int64 NOT NULL,
  requested_by id,
  consented_at int64,
  consented_by id,
  approved_at int64,
  approved_by id,
  withdrawn_at int64,
  withdrawn_by id,
  PRIMARY KEY (institution_id, id),
  CONSTRAINT "conflicts.waiver_parties" CHECK (learner_id <> educator_id),
  CONSTRAINT "conflicts.waiver_days" CHECK (from_day < to_day AND to_day - from_day <= 366),
  CONSTRAINT "conflicts.consent_is_the_learners"
    CHECK ((consented_at IS NULL) = (consented_by IS NULL) AND (consented_by IS NULL OR consented_by = learner_id)),
  CONSTRAINT "conflicts.consent_first"
    CHECK ((approved_at IS NULL) = (approved_by IS NULL) AND (approved_at IS NULL OR consented_at IS NOT NULL)),
  CONSTRAINT "conflicts.approver_independent"
    CHECK (approved_by IS NULL OR (approved_by <> learner_id AND approved_by <> educator_id)),
  FOREIGN KEY (institution_id, learner_id) REFERENCES people (institution_id, id),
  FOREIGN KEY (institution_id, educator_id) REFERENCES people (institution_id, id),
  FOREIGN KEY (institution_id, approved_by) REFERENCES people (institution_id, id)
);
CREATE INDEX waiver_of_learner ON waivers (institution_id, learner_id, educator_id);
