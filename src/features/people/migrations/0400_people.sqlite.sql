-- The life of a change: staged -> applied -> settled, or staged -> discarded; nothing else about it ever changes.
CREATE TRIGGER change_begins BEFORE INSERT ON changes WHEN NEW.state <> 'staged' BEGIN
  SELECT RAISE(ABORT, 'chiron:people.change_begins_staged');
END;
CREATE TRIGGER change_moves BEFORE UPDATE ON changes BEGIN
  SELECT RAISE(ABORT, 'chiron:people.change_moves')
   WHERE OLD.state || '>' || NEW.state NOT IN ('staged>applied', 'staged>discarded', 'applied>settled')
      OR NEW.institution_id <> OLD.institution_id OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind
      OR OLD.state = 'applied' AND (NEW.applied_number <> OLD.applied_number OR NEW.applied_at <> OLD.applied_at);
  SELECT RAISE(ABORT, 'chiron:people.revisions_due')
   WHERE NEW.state = 'settled'
     AND EXISTS (SELECT 1 FROM concerned_people c WHERE c.institution_id = NEW.institution_id AND c.change_id = NEW.id);
END;
CREATE TRIGGER change_kept BEFORE DELETE ON changes BEGIN
  SELECT RAISE(ABORT, 'chiron:people.history_kept');
END;

-- Whom a change concerns stays while it is staged. Once it is applied, taking a row out is what raises the revision.
CREATE TRIGGER concern_stays BEFORE UPDATE ON concerned_people BEGIN
  SELECT RAISE(ABORT, 'chiron:people.history_kept');
END;
CREATE TRIGGER concern_due BEFORE DELETE ON concerned_people
WHEN (SELECT g.state FROM changes g WHERE g.institution_id = OLD.institution_id AND g.id = OLD.change_id) = 'staged'
BEGIN
  SELECT RAISE(ABORT, 'chiron:people.history_kept');
END;
CREATE TRIGGER concern_raises AFTER DELETE ON concerned_people
WHEN (SELECT g.state FROM changes g WHERE g.institution_id = OLD.institution_id AND g.id = OLD.change_id) = 'applied'
BEGIN
  UPDATE people SET revision = revision + 1 WHERE institution_id = OLD.institution_id AND id = OLD.person_id;
END;

-- A person is named by a staged change; nothing but the revision changes, and it only rises.
CREATE TRIGGER person_named BEFORE INSERT ON people
WHEN NOT EXISTS (SELECT 1 FROM changes g WHERE g.institution_id = NEW.institution_id AND g.id = NEW.said_by
  AND g.state = 'staged') BEGIN
  SELECT RAISE(ABORT, 'chiron:people.change_closed');
END;
CREATE TRIGGER person_stays BEFORE UPDATE ON people
WHEN NEW.institution_id <> OLD.institution_id OR NEW.id <> OLD.id OR NEW.external_id <> OLD.external_id
  OR NEW.said_by <> OLD.said_by OR NEW.revision <= OLD.revision BEGIN
  SELECT RAISE(ABORT, 'chiron:people.history_kept');
END;
CREATE TRIGGER person_kept BEFORE DELETE ON people
WHEN NOT EXISTS (SELECT 1 FROM changes g WHERE g.institution_id = OLD.institution_id AND g.id = OLD.said_by
  AND g.state = 'discarded') BEGIN
  SELECT RAISE(ABORT, 'chiron:people.history_kept');
END;

-- A version is said by a staged change, is retracted by a staged change, and otherwise stays as it was said.
CREATE TRIGGER person_version_said BEFORE INSERT ON person_versions BEGIN
  SELECT RAISE(ABORT, 'chiron:people.change_closed')
   WHERE NEW.retracted_by IS NOT NULL
      OR NOT EXISTS (SELECT 1 FROM changes g WHERE g.institution_id = NEW.institution_id AND g.id = NEW.said_by
                        AND g.state = 'staged');
  SELECT RAISE(ABORT, 'chiron:people.one_version')
   WHERE EXISTS (SELECT 1 FROM current_person_versions v
                  WHERE v.institution_id = NEW.institution_id AND v.person_id = NEW.person_id
                    AND (v.retracted_by IS NULL OR v.retracted_by <> NEW.said_by));
END;
CREATE TRIGGER person_version_concerns AFTER INSERT ON person_versions BEGIN
  INSERT INTO concerned_people (institution_id, change_id, person_id)
  VALUES (NEW.institution_id, NEW.said_by, NEW.person_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER person_version_stays BEFORE UPDATE OF institution_id, id, person_id, said_by, given_name, family_name,
  email, profession, kind, stage, site, unit, cohort, specialty, languages, interests, manager, capacity,
  minutes_per_month, trained_on, declared_on, present_from, present_to, left_because ON person_versions BEGIN
  SELECT RAISE(ABORT, 'chiron:people.history_kept');
END;
CREATE TRIGGER person_version_retracted BEFORE UPDATE OF retracted_by ON person_versions BEGIN
  SELECT RAISE(ABORT, 'chiron:people.history_kept')
   WHERE OLD.retracted_by IS NOT NULL AND OLD.retracted_by IS NOT NEW.retracted_by
     AND NOT EXISTS (SELECT 1 FROM changes r WHERE r.institution_id = OLD.institution_id AND r.id = OLD.retracted_by
                        AND r.state = 'discarded');
  SELECT RAISE(ABORT, 'chiron:people.change_closed')
   WHERE NEW.retracted_by IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM changes g WHERE g.institution_id = NEW.institution_id AND g.id = NEW.retracted_by
                        AND g.state = 'staged');
END;
CREATE TRIGGER person_version_retraction_concerns AFTER UPDATE OF retracted_by ON person_versions
WHEN NEW.retracted_by IS NOT NULL BEGIN
  INSERT INTO concerned_people (institution_id, change_id, person_id)
  VALUES (NEW.institution_id, NEW.retracted_by, NEW.person_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER person_version_kept BEFORE DELETE ON person_versions
WHEN NOT EXISTS (SELECT 1 FROM changes g WHERE g.institution_id = OLD.institution_id AND g.id = OLD.said_by
  AND g.state = 'discarded') BEGIN
  SELECT RAISE(ABORT, 'chiron:people.history_kept');
END;
