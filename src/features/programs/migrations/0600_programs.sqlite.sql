-- Versions follow one another without a gap and are never changed; opening a sealed record must be said to widen.
CREATE TRIGGER charter_version_follows BEFORE INSERT ON charter_versions
BEGIN
  SELECT RAISE(ABORT, 'chiron:programs.version_order')
   WHERE NEW.number <> 1 + (SELECT count(*)
                              FROM charter_versions v
                             WHERE v.institution_id = NEW.institution_id
                               AND v.program_id = NEW.program_id);
  SELECT RAISE(ABORT, 'chiron:programs.widening_unsaid')
   WHERE NEW.record = 'institutional'
     AND NEW.widens = 0
     AND EXISTS (SELECT 1
                   FROM charter_versions v
                  WHERE v.institution_id = NEW.institution_id
                    AND v.program_id = NEW.program_id
                    AND v.number = NEW.number - 1
                    AND v.record = 'sealed');
END;

CREATE TRIGGER charter_version_fixed BEFORE UPDATE ON charter_versions
BEGIN
  SELECT RAISE(ABORT, 'chiron:programs.version_fixed');
END;

CREATE TRIGGER charter_version_kept BEFORE DELETE ON charter_versions
BEGIN
  SELECT RAISE(ABORT, 'chiron:programs.version_fixed');
END;

CREATE TRIGGER program_role_fixed BEFORE UPDATE ON programs
WHEN OLD.role <> NEW.role
BEGIN
  SELECT RAISE(ABORT, 'chiron:programs.role_fixed');
END;
