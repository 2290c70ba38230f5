-- A case is of the program of its relationship, whoever writes it, and stays there.
CREATE FUNCTION case_of_program() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.program_id := (SELECT r.program_id
                       FROM relationships r
                      WHERE r.institution_id = NEW.institution_id
                        AND r.id = NEW.relationship_id);
  RETURN NEW;
END $$;
CREATE TRIGGER case_of_program BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION case_of_program();

CREATE FUNCTION case_program_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.program_id IS NOT NULL AND OLD.program_id IS DISTINCT FROM NEW.program_id THEN
    RAISE EXCEPTION 'chiron:relationships.case_moves';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_program_fixed BEFORE UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION case_program_fixed();
