-- The life of a change: staged -> applied -> settled, or staged -> discarded; nothing else about it ever changes.
CREATE FUNCTION change_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'chiron:people.history_kept'; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'staged' THEN RAISE EXCEPTION 'chiron:people.change_begins_staged'; END IF;
    RETURN NEW;
  END IF;
  IF OLD.state || '>' || NEW.state NOT IN ('staged>applied', 'staged>discarded', 'applied>settled')
     OR NEW.institution_id <> OLD.institution_id OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind
     OR OLD.state = 'applied' AND (NEW.applied_number <> OLD.applied_number OR NEW.applied_at <> OLD.applied_at) THEN
    RAISE EXCEPTION 'chiron:people.change_moves';
  END IF;
  IF NEW.state = 'settled' AND EXISTS (SELECT 1 FROM concerned_people c
      WHERE c.institution_id = NEW.institution_id AND c.change_id = NEW.id) THEN
    RAISE EXCEPTION 'chiron:people.revisions_due';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER change_guard BEFORE INSERT OR UPDATE OR DELETE ON changes FOR EACH ROW EXECUTE FUNCTION change_guard();

-- Refuses unless the change is staged, and keeps it so until the transaction ends: whoever applies it waits, and then
-- applies what was added, too.
CREATE FUNCTION must_be_staged(institution uuid, change uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM changes g WHERE g.institution_id = institution AND g.id = change AND g.state = 'staged' FOR SHARE;
  IF NOT FOUND THEN RAISE EXCEPTION 'chiron:people.change_closed'; END IF;
END $$;
CREATE FUNCTION state_of_change(institution uuid, change uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT g.state FROM changes g WHERE g.institution_id = institution AND g.id = change
$$;

-- The same for all new rows of a statement; a fact (of any table but people) begins as not retracted.
CREATE FUNCTION people_said() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE named record;
BEGIN
  FOR named IN SELECT DISTINCT a.institution_id, a.said_by FROM added a LOOP
    PERFORM must_be_staged(named.institution_id, named.said_by);
  END LOOP;
  RETURN NULL;
END $$;
CREATE FUNCTION facts_said() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE named record;
BEGIN
  FOR named IN SELECT a.institution_id, a.said_by, max(a.retracted_by::text) AS retracted_by FROM added a
                GROUP BY a.institution_id, a.said_by LOOP
    IF named.retracted_by IS NOT NULL THEN RAISE EXCEPTION 'chiron:people.change_closed'; END IF;
    PERFORM must_be_staged(named.institution_id, named.said_by);
  END LOOP;
  RETURN NULL;
END $$;

-- Whom a change concerns stays while it is staged. Once it is applied, taking a row out is what raises the revision.
CREATE FUNCTION concern_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  state text;
  removal record;
BEGIN
  IF TG_OP = 'UPDATE' THEN RAISE EXCEPTION 'chiron:people.history_kept'; END IF;
  FOR removal IN SELECT r.institution_id, r.change_id, array_agg(r.person_id) AS people FROM removed r
                  GROUP BY r.institution_id, r.change_id LOOP
    state := state_of_change(removal.institution_id, removal.change_id);
    IF state = 'staged' THEN RAISE EXCEPTION 'chiron:people.history_kept'; END IF;
    IF state = 'applied' THEN
      UPDATE people SET revision = revision + 1
       WHERE institution_id = removal.institution_id AND id = ANY(removal.people);
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER concern_guard BEFORE UPDATE ON concerned_people
  FOR EACH STATEMENT EXECUTE FUNCTION concern_guard();
CREATE TRIGGER concern_raises AFTER DELETE ON concerned_people REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION concern_guard();

-- A person is named by a staged change; nothing but the revision changes, and it only rises.
CREATE FUNCTION person_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF state_of_change(OLD.institution_id, OLD.said_by) <> 'discarded' THEN
      RAISE EXCEPTION 'chiron:people.history_kept';
    END IF;
    RETURN OLD;
  END IF;
  IF NEW.institution_id <> OLD.institution_id OR NEW.id <> OLD.id OR NEW.external_id <> OLD.external_id
     OR NEW.said_by <> OLD.said_by OR NEW.revision <= OLD.revision THEN
    RAISE EXCEPTION 'chiron:people.history_kept';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER person_guard BEFORE UPDATE OR DELETE ON people FOR EACH ROW EXECUTE FUNCTION person_guard();
CREATE TRIGGER people_said AFTER INSERT ON people REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION people_said();

-- A fact of any table is said by a staged change, is retracted by a staged change, otherwise stays as it was said, and
-- is deleted only when the change that said it was discarded. Its table's own trigger says whom it concerns.
CREATE FUNCTION fact_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE kept text := 'chiron:' || TG_ARGV[0] || '.history_kept';
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF state_of_change(OLD.institution_id, OLD.said_by) <> 'discarded' THEN RAISE EXCEPTION '%', kept; END IF;
    RETURN OLD;
  END IF;
  IF OLD.retracted_by IS NOT NULL AND OLD.retracted_by IS DISTINCT FROM NEW.retracted_by
     AND state_of_change(OLD.institution_id, OLD.retracted_by) <> 'discarded' THEN
    RAISE EXCEPTION '%', kept;
  END IF;
  IF NEW.retracted_by IS NOT NULL THEN PERFORM must_be_staged(NEW.institution_id, NEW.retracted_by); END IF;
  OLD.retracted_by := NEW.retracted_by;
  IF OLD IS DISTINCT FROM NEW THEN RAISE EXCEPTION '%', kept; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fact_guard BEFORE UPDATE OR DELETE ON person_versions
  FOR EACH ROW EXECUTE FUNCTION fact_guard('people');
CREATE TRIGGER facts_said AFTER INSERT ON person_versions REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION facts_said();

CREATE FUNCTION person_version_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM current_person_versions v
              WHERE v.institution_id = NEW.institution_id AND v.person_id = NEW.person_id
                AND (v.retracted_by IS NULL OR v.retracted_by <> NEW.said_by)) THEN
    RAISE EXCEPTION 'chiron:people.one_version';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER person_version_one BEFORE INSERT ON person_versions
  FOR EACH ROW EXECUTE FUNCTION person_version_one();
CREATE FUNCTION person_version_concerns() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO concerned_people (institution_id, change_id, person_id)
  SELECT a.institution_id, CASE TG_OP WHEN 'UPDATE' THEN a.retracted_by ELSE a.said_by END, a.person_id
    FROM added a
   WHERE TG_OP = 'INSERT' OR a.retracted_by IS NOT NULL
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER person_version_concerns AFTER INSERT ON person_versions REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION person_version_concerns();
CREATE TRIGGER person_version_retraction_concerns AFTER UPDATE ON person_versions REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION person_version_concerns();
