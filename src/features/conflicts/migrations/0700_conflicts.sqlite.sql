-- A waiver begins as a request, for a rule that may be waived for the role.
CREATE TRIGGER waiver_begins BEFORE INSERT ON waivers
BEGIN
  SELECT RAISE(ABORT, 'chiron:conflicts.waiver_begins_as_request')
   WHERE NEW.consented_at IS NOT NULL
      OR NEW.approved_at IS NOT NULL
      OR NEW.withdrawn_at IS NOT NULL;
  SELECT RAISE(ABORT, 'chiron:conflicts.not_waivable')
   WHERE NOT EXISTS (SELECT 1
                       FROM waivable_rules k
                      WHERE k.rule = NEW.rule
                        AND k.role = NEW.role);
END;

-- What was asked for never changes; consent, approval and withdrawal are given once and stay.
CREATE TRIGGER waiver_fixed BEFORE UPDATE ON waivers
WHEN OLD.institution_id <> NEW.institution_id
  OR OLD.id <> NEW.id
  OR OLD.learner_id <> NEW.learner_id
  OR OLD.educator_id <> NEW.educator_id
  OR OLD.role <> NEW.role
  OR OLD.rule <> NEW.rule
  OR OLD.from_day <> NEW.from_day
  OR OLD.to_day <> NEW.to_day
  OR OLD.reason <> NEW.reason
  OR OLD.consented_at IS NOT NULL AND OLD.consented_at IS NOT NEW.consented_at
  OR OLD.approved_at IS NOT NULL AND (OLD.approved_at IS NOT NEW.approved_at OR OLD.approved_by <> NEW.approved_by)
  OR OLD.withdrawn_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'chiron:conflicts.waiver_fixed');
END;

CREATE TRIGGER waiver_kept BEFORE DELETE ON waivers
BEGIN
  SELECT RAISE(ABORT, 'chiron:conflicts.waiver_kept');
END;

-- Whoever judged the two must judge again.
CREATE TRIGGER waiver_raises AFTER UPDATE ON waivers
BEGIN
  UPDATE people SET revision = revision + 1
   WHERE institution_id = NEW.institution_id
     AND id IN (NEW.learner_id, NEW.educator_id);
END;
