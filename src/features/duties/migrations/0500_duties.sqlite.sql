-- A fact is said by a staged change, is retracted by a staged change and otherwise stays as it was said; it is deleted
-- only when the change that said it was discarded. The change notes everybody whom the fact concerns.

CREATE TRIGGER duty_said BEFORE INSERT ON duties
WHEN NEW.retracted_by IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM changes g WHERE g.institution_id = NEW.institution_id AND g.id = NEW.said_by
                    AND g.state = 'staged') BEGIN
  SELECT RAISE(ABORT, 'chiron:people.change_closed');
END;
CREATE TRIGGER duty_concerns AFTER INSERT ON duties BEGIN
  INSERT INTO concerned_people (institution_id, change_id, person_id)
  VALUES (NEW.institution_id, NEW.said_by, NEW.person_id),
         (NEW.institution_id, NEW.said_by, coalesce(NEW.target_person_id, NEW.person_id))
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER duty_reaches AFTER INSERT ON duties WHEN NEW.target_group IS NOT NULL BEGIN
  INSERT INTO concerned_people (institution_id, change_id, person_id)
  SELECT institution_id, NEW.said_by, person_id FROM reached_through_group
   WHERE institution_id = NEW.institution_id AND duty_id = NEW.id
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER duty_stays BEFORE UPDATE OF institution_id, id, said_by, kind, person_id, target_kind, target_person_id,
  target_group, from_day, to_day, source ON duties BEGIN
  SELECT RAISE(ABORT, 'chiron:duties.history_kept');
END;
CREATE TRIGGER duty_retracted BEFORE UPDATE OF retracted_by ON duties BEGIN
  SELECT RAISE(ABORT, 'chiron:duties.history_kept')
   WHERE OLD.retracted_by IS NOT NULL AND OLD.retracted_by IS NOT NEW.retracted_by
     AND NOT EXISTS (SELECT 1 FROM changes r WHERE r.institution_id = OLD.institution_id AND r.id = OLD.retracted_by
                        AND r.state = 'discarded');
  SELECT RAISE(ABORT, 'chiron:people.change_closed')
   WHERE NEW.retracted_by IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM changes g WHERE g.institution_id = NEW.institution_id AND g.id = NEW.retracted_by
                        AND g.state = 'staged');
END;
CREATE TRIGGER duty_retraction_concerns AFTER UPDATE OF retracted_by ON duties WHEN NEW.retracted_by IS NOT NULL BEGIN
  INSERT INTO concerned_people (institution_id, change_id, person_id)
  VALUES (NEW.institution_id, NEW.retracted_by, NEW.person_id),
         (NEW.institution_id, NEW.retracted_by, coalesce(NEW.target_person_id, NEW.person_id))
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER duty_retraction_reaches AFTER UPDATE OF retracted_by ON duties
WHEN NEW.retracted_by IS NOT NULL AND NEW.target_group IS NOT NULL BEGIN
  INSERT INTO concerned_people (institution_id, change_id, person_id)
  SELECT institution_id, NEW.retracted_by, person_id FROM reached_through_group
   WHERE institution_id = NEW.institution_id AND duty_id = NEW.id
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER duty_kept BEFORE DELETE ON duties
WHEN NOT EXISTS (SELECT 1 FROM changes g WHERE g.institution_id = OLD.institution_id AND g.id = OLD.said_by
  AND g.state = 'discarded') BEGIN
  SELECT RAISE(ABORT, 'chiron:duties.history_kept');
END;

CREATE TRIGGER recusal_said BEFORE INSERT ON recusals
WHEN NEW.retracted_by IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM changes g WHERE g.institution_id = NEW.institution_id AND g.id = NEW.said_by
                    AND g.state = 'staged') BEGIN
  SELECT RAISE(ABORT, 'chiron:people.change_closed');
END;
CREATE TRIGGER recusal_concerns AFTER INSERT ON recusals BEGIN
  INSERT INTO concerned_people (institution_id, change_id, person_id)
  VALUES (NEW.institution_id, NEW.said_by, NEW.person_id), (NEW.institution_id, NEW.said_by, NEW.learner_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER recusal_stays BEFORE UPDATE OF institution_id, id, said_by, person_id, learner_id, what, from_day, to_day
  ON recusals BEGIN
  SELECT RAISE(ABORT, 'chiron:duties.history_kept');
END;
CREATE TRIGGER recusal_retracted BEFORE UPDATE OF retracted_by ON recusals BEGIN
  SELECT RAISE(ABORT, 'chiron:duties.history_kept')
   WHERE OLD.retracted_by IS NOT NULL AND OLD.retracted_by IS NOT NEW.retracted_by
     AND NOT EXISTS (SELECT 1 FROM changes r WHERE r.institution_id = OLD.institution_id AND r.id = OLD.retracted_by
                        AND r.state = 'discarded');
  SELECT RAISE(ABORT, 'chiron:people.change_closed')
   WHERE NEW.retracted_by IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM changes g WHERE g.institution_id = NEW.institution_id AND g.id = NEW.retracted_by
                        AND g.state = 'staged');
END;
CREATE TRIGGER recusal_retraction_concerns AFTER UPDATE OF retracted_by ON recusals
WHEN NEW.retracted_by IS NOT NULL BEGIN
  INSERT INTO concerned_people (institution_id, change_id, person_id)
  VALUES (NEW.institution_id, NEW.retracted_by, NEW.person_id), (NEW.institution_id, NEW.retracted_by, NEW.learner_id)
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER recusal_kept BEFORE DELETE ON recusals
WHEN NOT EXISTS (SELECT 1 FROM changes g WHERE g.institution_id = OLD.institution_id AND g.id = OLD.said_by
  AND g.state = 'discarded') BEGIN
  SELECT RAISE(ABORT, 'chiron:duties.history_kept');
END;

CREATE TRIGGER coverage_said BEFORE INSERT ON coverage
WHEN NEW.retracted_by IS NOT NULL
  OR NOT EXISTS (SELECT 1 FROM changes g WHERE g.institution_id = NEW.institution_id AND g.id = NEW.said_by
                    AND g.state = 'staged') BEGIN
  SELECT RAISE(ABORT, 'chiron:people.change_closed');
END;
CREATE TRIGGER coverage_concerns AFTER INSERT ON coverage BEGIN
  INSERT INTO concerned_people (institution_id, change_id, person_id)
  SELECT institution_id, NEW.said_by, person_id FROM concerned_by_coverage
   WHERE institution_id = NEW.institution_id AND coverage_id = NEW.id
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER coverage_stays BEFORE UPDATE OF institution_id, id, said_by, kind, target_kind, target_group, from_day,
  to_day ON coverage BEGIN
  SELECT RAISE(ABORT, 'chiron:duties.history_kept');
END;
CREATE TRIGGER coverage_retracted BEFORE UPDATE OF retracted_by ON coverage BEGIN
  SELECT RAISE(ABORT, 'chiron:duties.history_kept')
   WHERE OLD.retracted_by IS NOT NULL AND OLD.retracted_by IS NOT NEW.retracted_by
     AND NOT EXISTS (SELECT 1 FROM changes r WHERE r.institution_id = OLD.institution_id AND r.id = OLD.retracted_by
                        AND r.state = 'discarded');
  SELECT RAISE(ABORT, 'chiron:people.change_closed')
   WHERE NEW.retracted_by IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM changes g WHERE g.institution_id = NEW.institution_id AND g.id = NEW.retracted_by
                        AND g.state = 'staged');
END;
CREATE TRIGGER coverage_retraction_concerns AFTER UPDATE OF retracted_by ON coverage
WHEN NEW.retracted_by IS NOT NULL BEGIN
  INSERT INTO concerned_people (institution_id, change_id, person_id)
  SELECT institution_id, NEW.retracted_by, person_id FROM concerned_by_coverage
   WHERE institution_id = NEW.institution_id AND coverage_id = NEW.id
  ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER coverage_kept BEFORE DELETE ON coverage
WHEN NOT EXISTS (SELECT 1 FROM changes g WHERE g.institution_id = OLD.institution_id AND g.id = OLD.said_by
  AND g.state = 'discarded') BEGIN
  SELECT RAISE(ABORT, 'chiron:duties.history_kept');
END;
