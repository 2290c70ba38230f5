-- A request begins as waiting, is decided once, and is never deleted.
CREATE FUNCTION import_request_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'chiron:imports.request_kept'; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'waiting' THEN RAISE EXCEPTION 'chiron:imports.request_begins'; END IF;
    RETURN NEW;
  END IF;
  IF NEW.institution_id <> OLD.institution_id OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind
     OR NEW.requested_by <> OLD.requested_by OR NEW.requested_at <> OLD.requested_at
     OR NEW.duties_lost <> OLD.duties_lost OR NEW.files <> OLD.files
     OR OLD.state NOT IN ('waiting', 'approved')
     OR (OLD.state = 'approved' AND (NEW.state NOT IN ('approved', 'lapsed') OR NEW.decided_by <> OLD.decided_by)) THEN
    RAISE EXCEPTION 'chiron:imports.request_kept';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER import_request_guard BEFORE INSERT OR UPDATE OR DELETE ON import_requests
  FOR EACH ROW EXECUTE FUNCTION import_request_guard();
