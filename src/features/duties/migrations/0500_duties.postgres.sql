-- What people's fact_guard says of a fact holds for these, too; the change notes everybody whom the fact concerns.
CREATE TRIGGER fact_guard BEFORE INSERT OR UPDATE OR DELETE ON duties
  FOR EACH ROW EXECUTE FUNCTION fact_guard('duties');
CREATE TRIGGER fact_guard BEFORE INSERT OR UPDATE OR DELETE ON recusals
  FOR EACH ROW EXECUTE FUNCTION fact_guard('duties');
CREATE TRIGGER fact_guard BEFORE INSERT OR UPDATE OR DELETE ON coverage
  FOR EACH ROW EXECUTE FUNCTION fact_guard('duties');

CREATE FUNCTION duty_concerns() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE change uuid := NEW.said_by;
BEGIN
  IF TG_OP = 'UPDATE' THEN change := NEW.retracted_by; END IF;
  IF change IS NOT NULL THEN
    INSERT INTO concerned_people (institution_id, change_id, person_id)
    VALUES (NEW.institution_id, change, NEW.person_id),
           (NEW.institution_id, change, coalesce(NEW.target_person_id, NEW.person_id))
    ON CONFLICT DO NOTHING;
    IF NEW.target_group IS NOT NULL THEN
      INSERT INTO concerned_people (institution_id, change_id, person_id)
      SELECT institution_id, change, person_id FROM reached_through_group
       WHERE institution_id = NEW.institution_id AND duty_id = NEW.id
      ON CONFLICT DO NOTHING;
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER duty_concerns AFTER INSERT OR UPDATE ON duties FOR EACH ROW EXECUTE FUNCTION duty_concerns();

CREATE FUNCTION recusal_concerns() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE change uuid := NEW.said_by;
BEGIN
  IF TG_OP = 'UPDATE' THEN change := NEW.retracted_by; END IF;
  IF change IS NOT NULL THEN
    INSERT INTO concerned_people (institution_id, change_id, person_id)
    VALUES (NEW.institution_id, change, NEW.person_id), (NEW.institution_id, change, NEW.learner_id)
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recusal_concerns AFTER INSERT OR UPDATE ON recusals FOR EACH ROW EXECUTE FUNCTION recusal_concerns();

CREATE FUNCTION coverage_concerns() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE change uuid := NEW.said_by;
BEGIN
  IF TG_OP = 'UPDATE' THEN change := NEW.retracted_by; END IF;
  IF change IS NOT NULL THEN
    INSERT INTO concerned_people (institution_id, change_id, person_id)
    SELECT institution_id, change, person_id FROM concerned_by_coverage
     WHERE institution_id = NEW.institution_id AND coverage_id = NEW.id
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER coverage_concerns AFTER INSERT OR UPDATE ON coverage FOR EACH ROW EXECUTE FUNCTION coverage_concerns();
