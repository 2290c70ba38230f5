-- A fact that comes, goes or changes, by whatever hand, raises the revision of everybody it concerns: its holder, its
-- target, and the members of a group that is its target. Facts are retracted, never deleted.
CREATE FUNCTION duty_touch(d duties) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE people SET revision = revision + 1
   WHERE institution_id = d.institution_id
     AND id IN (
       SELECT d.person_id
       UNION SELECT d.target_person_id WHERE d.target_person_id IS NOT NULL
       UNION SELECT m.person_id FROM duties m
              WHERE d.kind <> 'member_of' AND d.target_group IS NOT NULL
                AND m.institution_id = d.institution_id AND m.target_group = d.target_group
                AND m.target_kind = d.target_kind AND m.kind = 'member_of'
                AND m.from_day < d.to_day AND d.from_day < m.to_day AND m.retracted_at IS NULL);
END $$;
CREATE FUNCTION duty_raises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN PERFORM duty_touch(OLD); END IF;
  PERFORM duty_touch(NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER duty_raises AFTER INSERT OR UPDATE ON duties FOR EACH ROW EXECUTE FUNCTION duty_raises();

CREATE FUNCTION recusal_raises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE people SET revision = revision + 1
   WHERE institution_id = NEW.institution_id AND id IN (NEW.person_id, NEW.learner_id);
  RETURN NEW;
END $$;
CREATE TRIGGER recusal_raises AFTER INSERT OR UPDATE ON recusals FOR EACH ROW EXECUTE FUNCTION recusal_raises();

CREATE FUNCTION coverage_raises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE people SET revision = revision + 1
   WHERE institution_id = NEW.institution_id
     AND id IN (SELECT m.person_id FROM duties m
                        WHERE m.institution_id = NEW.institution_id AND m.target_group = NEW.target_group
                          AND m.target_kind = NEW.target_kind AND m.kind = 'member_of' AND m.retracted_at IS NULL);
  RETURN NEW;
END $$;
CREATE TRIGGER coverage_raises AFTER INSERT OR UPDATE ON coverage FOR EACH ROW EXECUTE FUNCTION coverage_raises();

CREATE FUNCTION duty_history_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'chiron:duties.history_kept';
END $$;
CREATE TRIGGER duty_kept BEFORE DELETE ON duties FOR EACH ROW EXECUTE FUNCTION duty_history_kept();
CREATE TRIGGER recusal_kept BEFORE DELETE ON recusals FOR EACH ROW EXECUTE FUNCTION duty_history_kept();
CREATE TRIGGER coverage_kept BEFORE DELETE ON coverage FOR EACH ROW EXECUTE FUNCTION duty_history_kept();
