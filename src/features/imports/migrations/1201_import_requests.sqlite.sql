-- A request begins as waiting, is decided once, and is never deleted.
CREATE TRIGGER import_request_begins BEFORE INSERT ON import_requests
WHEN NEW.state <> 'waiting'
BEGIN
  SELECT RAISE(ABORT, 'chiron:imports.request_begins');
END;
CREATE TRIGGER import_request_decided BEFORE UPDATE ON import_requests
BEGIN
  SELECT RAISE(ABORT, 'chiron:imports.request_kept')
   WHERE NEW.institution_id <> OLD.institution_id OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind
      OR NEW.requested_by <> OLD.requested_by OR NEW.requested_at <> OLD.requested_at
      OR NEW.duties_lost <> OLD.duties_lost OR NEW.files <> OLD.files
      OR OLD.state NOT IN ('waiting', 'approved')
      OR (OLD.state = 'approved' AND (NEW.state NOT IN ('approved', 'lapsed') OR NEW.decided_by <> OLD.decided_by));
END;
CREATE TRIGGER import_request_stays BEFORE DELETE ON import_requests
BEGIN
  SELECT RAISE(ABORT, 'chiron:imports.request_kept');
END;
