-- Begins as an offer; moves only along offered -> active <-> paused -> closing -> closed. `judged` can be claimed only
-- with the present revision of every party; nobody becomes or is judged active on a day with a block.
CREATE FUNCTION relationship_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'offered' OR NEW.standing <> 'unchecked' THEN RAISE EXCEPTION
      'chiron:relationships.begins_as_offer'; END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN
     ('offered>active', 'offered>closed', 'active>paused', 'paused>active', 'active>closing', 'paused>closing',
       'closing>closed') THEN
    RAISE EXCEPTION 'chiron:relationships.transition';
  END IF;
  IF NEW.standing = 'judged' AND OLD.standing <> 'judged' THEN
    -- Locking the parties makes a fact that is being written at the same time wait, and be seen by the next check.
    PERFORM 1 FROM people q JOIN relationship_parties p ON q.institution_id = p.institution_id AND q.id = p.person_id
      WHERE p.institution_id = NEW.institution_id AND p.relationship_id = NEW.id ORDER BY q.id FOR UPDATE OF q;
    IF EXISTS (SELECT 1 FROM relationship_parties p JOIN people_now q
                  ON q.institution_id = p.institution_id AND q.id = p.person_id
                WHERE p.institution_id = NEW.institution_id AND p.relationship_id = NEW.id
                  AND p.judged_revision <> q.revision)
       OR (SELECT count(DISTINCT p.side) FROM relationship_parties p
            WHERE p.institution_id = NEW.institution_id AND p.relationship_id = NEW.id) < 2 THEN
      RAISE EXCEPTION 'chiron:relationships.judged_stale';
    END IF;
  END IF;
  IF NEW.state = 'active' AND (OLD.state <> 'active' OR NEW.standing = 'judged' AND OLD.standing <> 'judged') THEN
    IF NEW.standing <> 'judged' THEN RAISE EXCEPTION 'chiron:relationships.unchecked'; END IF;
    IF EXISTS (SELECT 1 FROM stale_parties s WHERE s.institution_id = NEW.institution_id
        AND s.relationship_id = NEW.id) THEN
      RAISE EXCEPTION 'chiron:relationships.judged_stale';
    END IF;
    IF EXISTS (SELECT 1 FROM findings f JOIN institution_days t ON t.institution_id = f.institution_id
                WHERE f.institution_id = NEW.institution_id AND f.relationship_id = NEW.id AND f.level = 'block'
                  AND f.standing = 'applies' AND f.from_day <= t.day AND t.day < f.to_day) THEN
      RAISE EXCEPTION 'chiron:relationships.conflict_today';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER relationship_guard BEFORE INSERT
  OR UPDATE ON relationships FOR EACH ROW EXECUTE FUNCTION relationship_guard();

-- Whatever touches a person, a party or a finding leaves the relationship unchecked until it is judged again.
CREATE FUNCTION relationship_person_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE relationships SET standing = 'unchecked'
   WHERE institution_id = NEW.institution_id AND standing = 'judged'
     AND id IN (SELECT p.relationship_id FROM relationship_parties p
                  JOIN people_now q ON q.institution_id = p.institution_id AND q.id = p.person_id
                 WHERE p.institution_id = NEW.institution_id AND p.person_id = NEW.id
                   AND p.judged_revision <> q.revision);
  RETURN NEW;
END $$;
CREATE TRIGGER relationship_person_changed AFTER UPDATE OF revision ON people FOR EACH ROW EXECUTE FUNCTION
  relationship_person_changed();
CREATE FUNCTION relationship_part_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched record;
BEGIN
  IF TG_OP = 'DELETE' THEN touched := OLD; ELSE touched := NEW; END IF;
  UPDATE relationships SET standing = 'unchecked'
   WHERE institution_id = touched.institution_id AND id = touched.relationship_id AND standing = 'judged';
  RETURN touched;
END $$;
CREATE TRIGGER relationship_party_changed AFTER INSERT
  OR UPDATE ON relationship_parties FOR EACH ROW EXECUTE FUNCTION relationship_part_changed();
CREATE TRIGGER finding_changed AFTER INSERT OR UPDATE
  OR DELETE ON findings FOR EACH ROW EXECUTE FUNCTION relationship_part_changed();

CREATE FUNCTION relationship_history_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'chiron:relationships.history_kept';
END $$;
CREATE TRIGGER relationship_party_kept BEFORE DELETE ON relationship_parties FOR EACH ROW EXECUTE FUNCTION
  relationship_history_kept();
CREATE TRIGGER relationship_kept BEFORE DELETE ON relationships FOR EACH ROW EXECUTE FUNCTION
  relationship_history_kept();

-- The day a duty starts, the pair pauses; the day never goes back.
CREATE FUNCTION day_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.day < OLD.day THEN RAISE EXCEPTION 'chiron:relationships.day_backwards'; END IF;
  UPDATE relationships SET state = 'paused', revision = revision + 1
   WHERE institution_id = NEW.institution_id AND state = 'active'
     AND id IN (SELECT relationship_id FROM findings f
                 WHERE f.institution_id = NEW.institution_id AND f.level = 'block' AND f.standing = 'applies'
                   AND f.from_day <= NEW.day AND NEW.day < f.to_day);
  RETURN NEW;
END $$;
CREATE TRIGGER day_moves_on BEFORE UPDATE ON institution_days FOR EACH ROW EXECUTE FUNCTION day_moves_on();
