-- A case is of the program of its relationship, whoever writes it, and stays there.
CREATE TRIGGER case_of_program AFTER INSERT ON cases
BEGIN
  UPDATE cases SET program_id = (SELECT r.program_id
                                   FROM relationships r
                                  WHERE r.institution_id = NEW.institution_id
                                    AND r.id = NEW.relationship_id)
   WHERE institution_id = NEW.institution_id
     AND id = NEW.id;
END;
CREATE TRIGGER case_program_fixed BEFORE UPDATE OF program_id ON cases
WHEN OLD.program_id IS NOT NULL AND OLD.program_id IS NOT NEW.program_id
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.case_moves');
END;
