-- What people's fact_guard says of a fact holds for these, too; the change notes everybody whom the fact concerns.
CREATE TRIGGER fact_guard BEFORE UPDATE OR DELETE ON duties
  FOR EACH ROW EXECUTE FUNCTION fact_guard('duties');
CREATE TRIGGER fact_guard BEFORE UPDATE OR DELETE ON recusals
  FOR EACH ROW EXECUTE FUNCTION fact_guard('duties');
CREATE TRIGGER fact_guard BEFORE UPDATE OR DELETE ON coverage
  FOR EACH ROW EXECUTE FUNCTION fact_guard('duties');

CREATE TRIGGER facts_said AFTER INSERT ON duties REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION facts_said();
CREATE TRIGGER facts_said AFTER INSERT ON recusals REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION facts_said();
CREATE TRIGGER facts_said AFTER INSERT ON coverage REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION facts_said();

CREATE FUNCTION duty_concerns() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  one record;
BEGIN
  INSERT INTO concerned_people (institution_id, change_id, person_id)
  SELECT a.institution_id, CASE TG_OP WHEN 'UPDATE' THEN a.retracted_by ELSE a.said_by END, w.person_id
    FROM added a
   CROSS JOIN LATERAL (VALUES (a.person_id), (a.target_person_id)) w (person_id)
   WHERE w.person_id IS NOT NULL
     AND (TG_OP = 'INSERT' OR a.retracted_by IS NOT NULL)
  ON CONFLICT DO NOTHING;
  -- One by one: each is found by its key, whatever the planner thinks of so many.
  FOR one IN SELECT a.institution_id, a.id, CASE TG_OP WHEN 'UPDATE' THEN a.retracted_by ELSE a.said_by END AS change
               FROM added a
              WHERE a.target_group IS NOT NULL LOOP
    IF one.change IS NOT NULL THEN
      INSERT INTO concerned_people (institution_id, change_id, person_id)
      SELECT institution_id, one.change, person_id
        FROM reached_through_group
       WHERE institution_id = one.institution_id
         AND duty_id = one.id
      ON CONFLICT DO NOTHING;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER duty_concerns AFTER INSERT ON duties REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION duty_concerns();
CREATE TRIGGER duty_retraction_concerns AFTER UPDATE ON duties REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION duty_concerns();

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
