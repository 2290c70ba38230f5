-- A fact that comes, goes or changes, by whatever hand, raises the revision of everybody it concerns: its holder, its
-- target, and the members of a group that is its target. Facts are retracted, never deleted.

CREATE TRIGGER duty_raises_insert AFTER INSERT ON duties BEGIN
  UPDATE people SET revision = revision + 1
   WHERE institution_id = NEW.institution_id
     AND id IN (
       SELECT NEW.person_id
       UNION SELECT NEW.target_person_id WHERE NEW.target_person_id IS NOT NULL
       UNION SELECT m.person_id FROM duties m
              WHERE NEW.kind <> 'member_of' AND NEW.target_group IS NOT NULL
                AND m.institution_id = NEW.institution_id AND m.target_group = NEW.target_group
                AND m.target_kind = NEW.target_kind AND m.kind = 'member_of'
                AND m.from_day < NEW.to_day AND NEW.from_day < m.to_day AND m.retracted_at IS NULL);
END;

CREATE TRIGGER duty_raises_update AFTER UPDATE ON duties BEGIN
  UPDATE people SET revision = revision + 1
   WHERE institution_id = OLD.institution_id
     AND id IN (
       SELECT OLD.person_id
       UNION SELECT OLD.target_person_id WHERE OLD.target_person_id IS NOT NULL
       UNION SELECT m.person_id FROM duties m
              WHERE OLD.kind <> 'member_of' AND OLD.target_group IS NOT NULL
                AND m.institution_id = OLD.institution_id AND m.target_group = OLD.target_group
                AND m.target_kind = OLD.target_kind AND m.kind = 'member_of'
                AND m.from_day < OLD.to_day AND OLD.from_day < m.to_day AND m.retracted_at IS NULL);
  UPDATE people SET revision = revision + 1
   WHERE institution_id = NEW.institution_id
     AND id IN (
       SELECT NEW.person_id
       UNION SELECT NEW.target_person_id WHERE NEW.target_person_id IS NOT NULL
       UNION SELECT m.person_id FROM duties m
              WHERE NEW.kind <> 'member_of' AND NEW.target_group IS NOT NULL
                AND m.institution_id = NEW.institution_id AND m.target_group = NEW.target_group
                AND m.target_kind = NEW.target_kind AND m.kind = 'member_of'
                AND m.from_day < NEW.to_day AND NEW.from_day < m.to_day AND m.retracted_at IS NULL);
END;

CREATE TRIGGER duty_kept BEFORE DELETE ON duties BEGIN
  SELECT RAISE(ABORT, 'chiron:duties.history_kept');
END;

CREATE TRIGGER recusal_raises_insert AFTER INSERT ON recusals BEGIN
  UPDATE people SET revision = revision + 1
   WHERE institution_id = NEW.institution_id AND id IN (NEW.person_id, NEW.learner_id);
END;

CREATE TRIGGER recusal_raises_update AFTER UPDATE ON recusals BEGIN
  UPDATE people SET revision = revision + 1
   WHERE institution_id = NEW.institution_id AND id IN (NEW.person_id, NEW.learner_id);
END;

CREATE TRIGGER recusal_kept BEFORE DELETE ON recusals BEGIN
  SELECT RAISE(ABORT, 'chiron:duties.history_kept');
END;

CREATE TRIGGER coverage_raises_insert AFTER INSERT ON coverage BEGIN
  UPDATE people SET revision = revision + 1
   WHERE institution_id = NEW.institution_id
     AND id IN (SELECT m.person_id FROM duties m
                        WHERE m.institution_id = NEW.institution_id AND m.target_group = NEW.target_group
                          AND m.target_kind = NEW.target_kind AND m.kind = 'member_of' AND m.retracted_at IS NULL);
END;

CREATE TRIGGER coverage_raises_update AFTER UPDATE ON coverage BEGIN
  UPDATE people SET revision = revision + 1
   WHERE institution_id = NEW.institution_id
     AND id IN (SELECT m.person_id FROM duties m
                        WHERE m.institution_id = NEW.institution_id AND m.target_group = NEW.target_group
                          AND m.target_kind = NEW.target_kind AND m.kind = 'member_of' AND m.retracted_at IS NULL);
END;

CREATE TRIGGER coverage_kept BEFORE DELETE ON coverage BEGIN
  SELECT RAISE(ABORT, 'chiron:duties.history_kept');
END;
