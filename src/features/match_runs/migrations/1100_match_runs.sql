-- Match runs of a program, numbered: what was asked, under which version of the charter, and what came of it. A run
-- that is done never changes; asking again makes the next.
CREATE TABLE match_runs (
  institution_id id NOT NULL,
  id id NOT NULL,
  program_id id NOT NULL,
  number int64 NOT NULL,
  charter_version int64 NOT NULL,
  settings text NOT NULL,
  state text NOT NULL CONSTRAINT "match_runs.state"
    CHECK (state IN ('waiting', 'done', 'failed', 'publishing', 'published')),
  error_key text NOT NULL,
  asked_at int64 NOT NULL,
  asked_by id,
  learners int64 NOT NULL,
  educators int64 NOT NULL,
  seats int64 NOT NULL,
  matched int64 NOT NULL,
  signed_off_at int64,
  signed_off_by id,
  published_at int64,
  published_by id,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, program_id, number),
  CONSTRAINT "match_runs.sign_off_first" CHECK (state NOT IN ('publishing', 'published') OR signed_off_at IS NOT NULL),
  FOREIGN KEY (institution_id, program_id, charter_version)
    REFERENCES charter_versions (institution_id, program_id, number)
);

-- Pairs that the coordinator keeps together or rules out in a run.
CREATE TABLE match_choices (
  institution_id id NOT NULL,
  run_id id NOT NULL,
  learner_id id NOT NULL,
  educator_id id NOT NULL,
  choice text NOT NULL CONSTRAINT "match_runs.choice" CHECK (choice IN ('keep', 'forbid')),
  PRIMARY KEY (institution_id, run_id, learner_id, educator_id),
  FOREIGN KEY (institution_id, run_id) REFERENCES match_runs (institution_id, id),
  FOREIGN KEY (institution_id, learner_id) REFERENCES people (institution_id, id),
  FOREIGN KEY (institution_id, educator_id) REFERENCES people (institution_id, id)
);

-- Proposals of a run that is done, least certain first. `seats` are the educator's in the run; `became` is what
-- publishing came to.
CREATE TABLE match_proposals (
  institution_id id NOT NULL,
  run_id id NOT NULL,
  learner_id id NOT NULL,
  educator_id id NOT NULL,
  position int64 NOT NULL,
  score int64 NOT NULL,
  margin int64,
  verdict text NOT NULL,
  wished text NOT NULL,
  kept bool NOT NULL,
  reasons text NOT NULL,
  seats int64 NOT NULL,
  became text NOT NULL CONSTRAINT "match_runs.became"
    CHECK (became IN ('', 'made', 'has_place', 'no_seat', 'conflict', 'too_late')),
  PRIMARY KEY (institution_id, run_id, learner_id),
  FOREIGN KEY (institution_id, run_id) REFERENCES match_runs (institution_id, id),
  FOREIGN KEY (institution_id, learner_id) REFERENCES people (institution_id, id),
  FOREIGN KEY (institution_id, educator_id) REFERENCES people (institution_id, id)
);
CREATE INDEX match_proposals_in_order ON match_proposals (institution_id, run_id, position);

-- Learners without a proposal, and why.
CREATE TABLE match_unplaced (
  institution_id id NOT NULL,
  run_id id NOT NULL,
  learner_id id NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (institution_id, run_id, learner_id),
  FOREIGN KEY (institution_id, run_id) REFERENCES match_runs (institution_id, id),
  FOREIGN KEY (institution_id, learner_id) REFERENCES people (institution_id, id)
);

-- The report of a run that is done, as a document.
CREATE TABLE match_reports (
  institution_id id NOT NULL,
  run_id id NOT NULL,
  document text NOT NULL,
  PRIMARY KEY (institution_id, run_id),
  FOREIGN KEY (institution_id, run_id) REFERENCES match_runs (institution_id, id)
);
