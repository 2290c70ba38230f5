-- Versions follow one another without a gap and are never changed; opening a sealed record must be said to widen.
CREATE FUNCTION charter_version_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.number <> 1 + (SELECT count(*)
                          FROM charter_versions v
                         WHERE v.institution_id = NEW.institution_id
                           AND v.program_id = NEW.program_id) THEN
    RAISE EXCEPTION 'chiron:programs.version_order';
  END IF;
  IF NEW.record = 'institutional'
     AND NOT NEW.widens
     AND EXISTS (SELECT 1
                   FROM charter_versions v
                  WHERE v.institution_id = NEW.institution_id
                    AND v.program_id = NEW.program_id
                    AND v.number = NEW.number - 1
                    AND v.record = 'sealed') THEN
    RAISE EXCEPTION 'chiron:programs.widening_unsaid';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER charter_version_follows BEFORE INSERT ON charter_versions
  FOR EACH ROW EXECUTE FUNCTION charter_version_follows();

CREATE FUNCTION charter_version_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'chiron:programs.version_fixed';
END $$;
CREATE TRIGGER charter_version_fixed BEFORE UPDATE OR DELETE ON charter_versions
  FOR EACH ROW EXECUTE FUNCTION charter_version_fixed();

CREATE FUNCTION program_role_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.role <> NEW.role THEN RAISE EXCEPTION 'chiron:programs.role_fixed'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER program_role_fixed BEFORE UPDATE ON programs FOR EACH ROW EXECUTE FUNCTION program_role_fixed();
