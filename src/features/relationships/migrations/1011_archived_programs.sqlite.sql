-- An archived program gets no relationship and starts none; a program with an open one is not archived.
CREATE TRIGGER relationship_in_archived_program BEFORE INSERT ON relationships
WHEN (SELECT p.state FROM programs p WHERE p.institution_id = NEW.institution_id AND p.id = NEW.program_id) = 'archived'
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.program_archived');
END;

CREATE TRIGGER program_archived_with_relationships BEFORE UPDATE ON programs
WHEN NEW.state = 'archived' AND OLD.state <> 'archived'
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.program_has_open')
   WHERE EXISTS (SELECT 1
                   FROM relationships r
                  WHERE r.institution_id = NEW.institution_id
                    AND r.program_id = NEW.id
                    AND r.state <> 'closed');
END;
