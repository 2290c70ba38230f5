-- Who asked for a waiver is as fixed as what was asked for, and never approves it.
CREATE TRIGGER waiver_approved_by_another BEFORE UPDATE ON waivers
BEGIN
  SELECT RAISE(ABORT, 'chiron:conflicts.waiver_fixed')
   WHERE OLD.requested_by IS NOT NEW.requested_by;
  SELECT RAISE(ABORT, 'chiron:conflicts.approver_independent')
   WHERE NEW.approved_by = OLD.requested_by;
END;
