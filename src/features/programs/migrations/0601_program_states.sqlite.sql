-- A program begins as a draft, moves only draft -> running -> archived -> running (or draft -> archived -> draft), and
-- what is archived gets no new version of its charter.
CREATE TRIGGER program_begins BEFORE INSERT ON programs
WHEN NEW.state <> 'draft' OR NEW.started_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'chiron:programs.begins_as_draft');
END;

CREATE TRIGGER program_moves BEFORE UPDATE ON programs
BEGIN
  SELECT RAISE(ABORT, 'chiron:programs.move')
   WHERE OLD.state <> NEW.state
     AND OLD.state || '>' || NEW.state NOT IN
         ('draft>running', 'draft>archived', 'running>archived', 'archived>running', 'archived>draft');
  SELECT RAISE(ABORT, 'chiron:programs.move')
   WHERE (NEW.state = 'running' AND NEW.started_at IS NULL)
      OR (NEW.state = 'draft' AND NEW.started_at IS NOT NULL)
      OR (OLD.started_at IS NOT NULL AND OLD.started_at IS NOT NEW.started_at);
  SELECT RAISE(ABORT, 'chiron:programs.revision_rises') WHERE NEW.revision < OLD.revision;
END;

CREATE TRIGGER archived_program_keeps_charter BEFORE INSERT ON charter_versions
WHEN (SELECT p.state FROM programs p WHERE p.institution_id = NEW.institution_id AND p.id = NEW.program_id) = 'archived'
BEGIN
  SELECT RAISE(ABORT, 'chiron:programs.archived');
END;
