-- A waiver begins as a request, for a rule that may be waived for the role.
CREATE FUNCTION waiver_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.consented_at IS NOT NULL OR NEW.approved_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL THEN
    RAISE EXCEPTION 'chiron:conflicts.waiver_begins_as_request';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM waivable_rules k WHERE k.rule = NEW.rule AND k.role = NEW.role) THEN
    RAISE EXCEPTION 'chiron:conflicts.not_waivable';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER waiver_begins BEFORE INSERT ON waivers FOR EACH ROW EXECUTE FUNCTION waiver_begins();

-- What was asked for never changes; consent, approval and withdrawal are given once and stay.
CREATE FUNCTION waiver_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.institution_id, OLD.id, OLD.learner_id, OLD.educator_id, OLD.role, OLD.rule, OLD.from_day, OLD.to_day,
      OLD.reason)
     IS DISTINCT FROM
     (NEW.institution_id, NEW.id, NEW.learner_id, NEW.educator_id, NEW.role, NEW.rule, NEW.from_day, NEW.to_day,
      NEW.reason)
     OR OLD.consented_at IS NOT NULL AND OLD.consented_at IS DISTINCT FROM NEW.consented_at
     OR OLD.approved_at IS NOT NULL
        AND (OLD.approved_at, OLD.approved_by) IS DISTINCT FROM (NEW.approved_at, NEW.approved_by)
     OR OLD.withdrawn_at IS NOT NULL THEN
    RAISE EXCEPTION 'chiron:conflicts.waiver_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER waiver_fixed BEFORE UPDATE ON waivers FOR EACH ROW EXECUTE FUNCTION waiver_fixed();

CREATE FUNCTION waiver_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'chiron:conflicts.waiver_kept';
END $$;
CREATE TRIGGER waiver_kept BEFORE DELETE ON waivers FOR EACH ROW EXECUTE FUNCTION waiver_kept();

-- Whoever judged the two must judge again.
CREATE FUNCTION waiver_raises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE people SET revision = revision + 1
   WHERE institution_id = NEW.institution_id
     AND id IN (NEW.learner_id, NEW.educator_id);
  RETURN NEW;
END $$;
CREATE TRIGGER waiver_raises AFTER UPDATE ON waivers FOR EACH ROW EXECUTE FUNCTION waiver_raises();
