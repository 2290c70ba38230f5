-- Where a program stands, since when it runs, and the revision of what its coordinators change outside its charter:
-- state and calendar. A program from before is a draft until somebody starts it.
ALTER TABLE programs ADD COLUMN state text NOT NULL DEFAULT 'draft'
  CONSTRAINT "programs.state" CHECK (state IN ('draft', 'running', 'archived'));
ALTER TABLE programs ADD COLUMN started_at int64;
ALTER TABLE programs ADD COLUMN revision int64 NOT NULL DEFAULT 1;

-- The steps that a coordinator placed; the others stand where features/programs/calendar.h puts them.
CREATE TABLE program_steps (
  institution_id id NOT NULL,
  program_id id NOT NULL,
  step text NOT NULL CONSTRAINT "programs.unknown_step" CHECK (step IN ('recruit', 'train', 'wishes', 'match',
    'publish', 'appeals', 'first_meetings', 'midpoint', 'closing')),
  starts int64 NOT NULL CONSTRAINT "programs.step_range" CHECK (starts BETWEEN -365 AND 3650),
  days int64 NOT NULL CONSTRAINT "programs.step_days" CHECK (days BETWEEN 1 AND 366),
  PRIMARY KEY (institution_id, program_id, step),
  FOREIGN KEY (institution_id, program_id) REFERENCES programs (institution_id, id)
);
