-- people_counts rises and falls with every version of a person that is said, retracted or taken away.
CREATE FUNCTION person_versions_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO people_counts AS c
  SELECT institution_id, said_by, kind, cohort, stage, site, unit, present_from, present_to, count(*)
    FROM added
   GROUP BY institution_id, said_by, kind, cohort, stage, site, unit, present_from, present_to
  ON CONFLICT (institution_id, change_id, kind, cohort, stage, site, unit, present_from, present_to)
  DO UPDATE SET people = c.people + EXCLUDED.people;
  RETURN NULL;
END $$;
CREATE TRIGGER person_versions_counted AFTER INSERT ON person_versions REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION person_versions_counted();

CREATE FUNCTION person_versions_counted_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO people_counts AS c
  SELECT institution_id, change_id, kind, cohort, stage, site, unit, present_from, present_to, sum(people)
    FROM (SELECT n.institution_id, n.retracted_by AS change_id, n.kind, n.cohort, n.stage, n.site, n.unit,
                 n.present_from, n.present_to, -1 AS people
            FROM added n
            JOIN removed o ON o.institution_id = n.institution_id AND o.id = n.id
           WHERE n.retracted_by IS NOT NULL AND n.retracted_by IS DISTINCT FROM o.retracted_by
           UNION ALL
          SELECT o.institution_id, o.retracted_by, o.kind, o.cohort, o.stage, o.site, o.unit, o.present_from,
                 o.present_to, 1
            FROM added n
            JOIN removed o ON o.institution_id = n.institution_id AND o.id = n.id
           WHERE o.retracted_by IS NOT NULL AND n.retracted_by IS DISTINCT FROM o.retracted_by) v
   GROUP BY institution_id, change_id, kind, cohort, stage, site, unit, present_from, present_to
  ON CONFLICT (institution_id, change_id, kind, cohort, stage, site, unit, present_from, present_to)
  DO UPDATE SET people = c.people + EXCLUDED.people;
  RETURN NULL;
END $$;
CREATE TRIGGER person_versions_counted_out AFTER UPDATE ON person_versions
  REFERENCING OLD TABLE AS removed NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION person_versions_counted_out();

CREATE FUNCTION person_versions_counted_away() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO people_counts AS c
  SELECT institution_id, said_by, kind, cohort, stage, site, unit, present_from, present_to, -count(*)
    FROM removed
   GROUP BY institution_id, said_by, kind, cohort, stage, site, unit, present_from, present_to
  ON CONFLICT (institution_id, change_id, kind, cohort, stage, site, unit, present_from, present_to)
  DO UPDATE SET people = c.people + EXCLUDED.people;
  RETURN NULL;
END $$;
CREATE TRIGGER person_versions_counted_away AFTER DELETE ON person_versions REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION person_versions_counted_away();
