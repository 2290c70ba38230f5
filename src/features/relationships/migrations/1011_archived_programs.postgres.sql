-- An archived program gets no relationship and starts none; a program with an open one is not archived.
CREATE FUNCTION relationship_in_archived_program() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1
               FROM programs p
              WHERE p.institution_id = NEW.institution_id
                AND p.id = NEW.program_id
                AND p.state = 'archived') THEN
    RAISE EXCEPTION 'chiron:relationships.program_archived';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER relationship_in_archived_program BEFORE INSERT ON relationships
  FOR EACH ROW EXECUTE FUNCTION relationship_in_archived_program();

CREATE FUNCTION program_archived_with_relationships() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'archived' AND OLD.state <> 'archived'
     AND EXISTS (SELECT 1
                   FROM relationships r
                  WHERE r.institution_id = NEW.institution_id
                    AND r.program_id = NEW.id
                    AND r.state <> 'closed') THEN
    RAISE EXCEPTION 'chiron:relationships.program_has_open';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER program_archived_with_relationships BEFORE UPDATE ON programs
  FOR EACH ROW EXECUTE FUNCTION program_archived_with_relationships();
