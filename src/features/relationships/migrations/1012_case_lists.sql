-- Cases as lists: by the day on which something happens, all of them or those of a program; closed ones newest first.
-- `revision` is what a decision was read at.
ALTER TABLE cases ADD COLUMN program_id id;
ALTER TABLE cases ADD COLUMN revision int64 NOT NULL DEFAULT 1;
UPDATE cases SET program_id = (SELECT r.program_id
                                 FROM relationships r
                                WHERE r.institution_id = cases.institution_id AND r.id = cases.relationship_id);
CREATE INDEX case_days ON cases (institution_id, coalesce(starts_on, deadline), id) WHERE closed_on IS NULL;
CREATE INDEX case_days_of_program ON cases (institution_id, program_id, coalesce(starts_on, deadline), id)
  WHERE closed_on IS NULL;
CREATE INDEX closed_cases ON cases (institution_id, closed_on, id) WHERE closed_on IS NOT NULL;
CREATE INDEX closed_cases_of_program ON cases (institution_id, program_id, closed_on, id)
  WHERE closed_on IS NOT NULL;
CREATE INDEX case_of_relationship ON cases (institution_id, relationship_id);

-- Why a contested fact stands, in the words of whoever answered.
ALTER TABLE contests ADD COLUMN reason text CONSTRAINT "relationships.contest_reason"
  CHECK (reason IS NULL OR length(reason) BETWEEN 1 AND 1000);
