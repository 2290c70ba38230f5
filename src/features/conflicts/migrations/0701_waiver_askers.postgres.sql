-- Who asked for a waiver is as fixed as what was asked for, and never approves it.
CREATE FUNCTION waiver_approved_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.requested_by IS DISTINCT FROM NEW.requested_by THEN
    RAISE EXCEPTION 'chiron:conflicts.waiver_fixed';
  END IF;
  IF NEW.approved_by = OLD.requested_by THEN
    RAISE EXCEPTION 'chiron:conflicts.approver_independent';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER waiver_approved_by_another BEFORE UPDATE ON waivers
  FOR EACH ROW EXECUTE FUNCTION waiver_approved_by_another();
