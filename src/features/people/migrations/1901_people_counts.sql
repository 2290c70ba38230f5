-- How many people of a kind, of the same groups and days, each change brought or took away: counted by the triggers of
-- person_versions, so that nobody has to read everybody to know how many there are. What is counted under a change
-- holds once the change is applied.
CREATE TABLE people_counts (
  institution_id id NOT NULL,
  change_id id NOT NULL,
  kind text NOT NULL,
  cohort text NOT NULL,
  stage text NOT NULL,
  site text NOT NULL,
  unit text NOT NULL,
  present_from int64 NOT NULL,
  present_to int64 NOT NULL,
  people int64 NOT NULL,
  PRIMARY KEY (institution_id, change_id, kind, cohort, stage, site, unit, present_from, present_to)
);
INSERT INTO people_counts (institution_id, change_id, kind, cohort, stage, site, unit, present_from, present_to, people)
SELECT institution_id, change_id, kind, cohort, stage, site, unit, present_from, present_to, sum(people)
  FROM (SELECT institution_id, said_by AS change_id, kind, cohort, stage, site, unit, present_from, present_to,
               1 AS people
          FROM person_versions
         UNION ALL
        SELECT institution_id, retracted_by, kind, cohort, stage, site, unit, present_from, present_to, -1
          FROM person_versions
         WHERE retracted_by IS NOT NULL) v
 GROUP BY institution_id, change_id, kind, cohort, stage, site, unit, present_from, present_to;

-- Those that hold; the changes are asked for by their key, as in current_person_versions.
CREATE VIEW people_counts_now AS
SELECT c.* FROM people_counts c
 WHERE (SELECT g.applied_number FROM changes g WHERE g.institution_id = c.institution_id AND g.id = c.change_id)
       IS NOT NULL;

-- Everybody by name; and what somebody takes part with, read from the index alone.
CREATE INDEX person_versions_by_name ON person_versions (institution_id, family_name, given_name, person_id);
CREATE INDEX person_version_present ON person_versions
  (institution_id, person_id, kind, present_from, present_to, said_by, retracted_by);
DROP INDEX person_version_of_person;
