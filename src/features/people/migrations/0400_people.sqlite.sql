-- Any change of what is known about a person raises their revision, however it is made.
CREATE TRIGGER person_version_raises_insert AFTER INSERT ON person_versions BEGIN
  UPDATE people SET revision = revision + 1 WHERE institution_id = NEW.institution_id AND id = NEW.person_id;
END;
CREATE TRIGGER person_version_raises_update AFTER UPDATE ON person_versions BEGIN
  UPDATE people SET revision = revision + 1
   WHERE institution_id = NEW.institution_id AND id IN (NEW.person_id, OLD.person_id);
END;
CREATE TRIGGER person_version_kept BEFORE DELETE ON person_versions BEGIN
  SELECT RAISE(ABORT, 'chiron:people.history_kept');
END;
