-- A program begins as a draft, moves only draft -> running -> archived -> running (or draft -> archived -> draft), and
-- what is archived gets no new version of its charter.
CREATE FUNCTION program_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'draft' OR NEW.started_at IS NOT NULL THEN RAISE EXCEPTION 'chiron:programs.begins_as_draft'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER program_begins BEFORE INSERT ON programs FOR EACH ROW EXECUTE FUNCTION program_begins();

CREATE FUNCTION program_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> NEW.state
     AND OLD.state || '>' || NEW.state NOT IN
         ('draft>running', 'draft>archived', 'running>archived', 'archived>running', 'archived>draft') THEN
    RAISE EXCEPTION 'chiron:programs.move';
  END IF;
  IF NEW.state = 'running' AND NEW.started_at IS NULL
     OR NEW.state = 'draft' AND NEW.started_at IS NOT NULL
     OR OLD.started_at IS NOT NULL AND OLD.started_at IS DISTINCT FROM NEW.started_at THEN
    RAISE EXCEPTION 'chiron:programs.move';
  END IF;
  IF NEW.revision < OLD.revision THEN RAISE EXCEPTION 'chiron:programs.revision_rises'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER program_moves BEFORE UPDATE ON programs FOR EACH ROW EXECUTE FUNCTION program_moves();

CREATE FUNCTION archived_program_keeps_charter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1
               FROM programs p
              WHERE p.institution_id = NEW.institution_id
                AND p.id = NEW.program_id
                AND p.state = 'archived') THEN
    RAISE EXCEPTION 'chiron:programs.archived';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER archived_program_keeps_charter BEFORE INSERT ON charter_versions
  FOR EACH ROW EXECUTE FUNCTION archived_program_keeps_charter();
