-- people_counts rises and falls with every version of a person that is said, retracted or taken away.
CREATE TRIGGER person_version_counted AFTER INSERT ON person_versions BEGIN
  INSERT INTO people_counts
  VALUES (NEW.institution_id, NEW.said_by, NEW.kind, NEW.cohort, NEW.stage, NEW.site, NEW.unit, NEW.present_from,
          NEW.present_to, 1)
  ON CONFLICT DO UPDATE SET people = people + 1;
END;
CREATE TRIGGER person_version_counted_out AFTER UPDATE OF retracted_by ON person_versions
WHEN NEW.retracted_by IS NOT OLD.retracted_by BEGIN
  UPDATE people_counts SET people = people + 1
   WHERE institution_id = OLD.institution_id AND change_id = OLD.retracted_by AND kind = OLD.kind
     AND cohort = OLD.cohort AND stage = OLD.stage AND site = OLD.site AND unit = OLD.unit
     AND present_from = OLD.present_from AND present_to = OLD.present_to;
  INSERT INTO people_counts
  SELECT NEW.institution_id, NEW.retracted_by, NEW.kind, NEW.cohort, NEW.stage, NEW.site, NEW.unit, NEW.present_from,
         NEW.present_to, -1
   WHERE NEW.retracted_by IS NOT NULL
  ON CONFLICT DO UPDATE SET people = people - 1;
END;
CREATE TRIGGER person_version_counted_away AFTER DELETE ON person_versions BEGIN
  UPDATE people_counts SET people = people - 1
   WHERE institution_id = OLD.institution_id AND change_id = OLD.said_by AND kind = OLD.kind
     AND cohort = OLD.cohort AND stage = OLD.stage AND site = OLD.site AND unit = OLD.unit
     AND present_from = OLD.present_from AND present_to = OLD.present_to;
END;
