-- Begins as an unjudged offer in the role of its program.
CREATE FUNCTION relationship_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'offered' OR NEW.standing <> 'unchecked' THEN
    RAISE EXCEPTION 'chiron:relationships.begins_as_offer';
  END IF;
  IF NOT EXISTS (SELECT 1
                   FROM programs p
                  WHERE p.institution_id = NEW.institution_id
                    AND p.id = NEW.program_id
                    AND p.role = NEW.role) THEN
    RAISE EXCEPTION 'chiron:relationships.role_of_program';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER relationship_begins BEFORE INSERT ON relationships
  FOR EACH ROW EXECUTE FUNCTION relationship_begins();

-- Moves only along offered -> active <-> paused -> closing -> closed.
CREATE FUNCTION relationship_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> NEW.state
     AND OLD.state || '>' || NEW.state NOT IN
         ('offered>active', 'offered>closed', 'active>paused', 'paused>active', 'active>closing', 'paused>closing',
          'closing>closed') THEN
    RAISE EXCEPTION 'chiron:relationships.transition';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER relationship_a_moves BEFORE UPDATE ON relationships
  FOR EACH ROW EXECUTE FUNCTION relationship_moves();

-- Stays under the charter version it was agreed under; moves to a later one, and over a widening only with every
-- party's consent. Role and program are fixed.
CREATE FUNCTION relationship_charter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.program_id <> NEW.program_id OR OLD.role <> NEW.role OR NEW.charter_version < OLD.charter_version THEN
    RAISE EXCEPTION 'chiron:relationships.charter_fixed';
  END IF;
  IF OLD.charter_version = NEW.charter_version THEN RETURN NEW; END IF;
  IF EXISTS (SELECT 1
               FROM charter_versions v
              WHERE v.institution_id = NEW.institution_id
                AND v.program_id = NEW.program_id
                AND v.number > OLD.charter_version
                AND v.number <= NEW.charter_version
                AND v.widens)
     AND EXISTS (SELECT 1
                   FROM relationship_parties p
                  WHERE p.institution_id = NEW.institution_id
                    AND p.relationship_id = NEW.id
                    AND p.left_on IS NULL
                    AND NOT EXISTS (SELECT 1
                                      FROM charter_consents c
                                     WHERE c.institution_id = p.institution_id
                                       AND c.relationship_id = p.relationship_id
                                       AND c.charter_version = NEW.charter_version
                                       AND c.person_id = p.person_id)) THEN
    RAISE EXCEPTION 'chiron:relationships.consent_missing';
  END IF;
  NEW.standing := 'unchecked';
  RETURN NEW;
END $$;
CREATE TRIGGER relationship_b_charter BEFORE UPDATE ON relationships
  FOR EACH ROW EXECUTE FUNCTION relationship_charter();

CREATE FUNCTION relationship_charter_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE relationships SET standing = 'unchecked'
   WHERE institution_id = NEW.institution_id
     AND program_id = NEW.program_id
     AND standing = 'judged';
  RETURN NEW;
END $$;
CREATE TRIGGER relationship_charter_recorded AFTER INSERT ON charter_versions
  FOR EACH ROW EXECUTE FUNCTION relationship_charter_recorded();

-- `judged` can be claimed only with the present revision of every party, somebody on each side, and a case for every
-- block that a running relationship has before it.
CREATE FUNCTION relationship_judged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.standing <> 'judged' OR OLD.standing = 'judged' THEN RETURN NEW; END IF;
  -- Locking the parties makes a fact that is being written at the same time wait, and be seen by the next check.
  PERFORM 1
     FROM people q
     JOIN relationship_parties p ON q.institution_id = p.institution_id AND q.id = p.person_id
    WHERE p.institution_id = NEW.institution_id
      AND p.relationship_id = NEW.id
    ORDER BY q.id
      FOR UPDATE OF q;
  IF EXISTS (SELECT 1
               FROM relationship_parties p
               JOIN people_now q ON q.institution_id = p.institution_id AND q.id = p.person_id
              WHERE p.institution_id = NEW.institution_id
                AND p.relationship_id = NEW.id
                AND p.judged_revision <> q.revision)
     OR (SELECT count(DISTINCT p.side)
           FROM relationship_parties p
          WHERE p.institution_id = NEW.institution_id
            AND p.relationship_id = NEW.id
            AND p.left_on IS NULL) < 2 THEN
    RAISE EXCEPTION 'chiron:relationships.judged_stale';
  END IF;
  IF NEW.state IN ('active', 'paused')
     AND EXISTS (SELECT 1
                   FROM findings f
                  WHERE f.institution_id = NEW.institution_id
                    AND f.relationship_id = NEW.id
                    AND f.level = 'block'
                    AND f.standing = 'applies'
                    AND f.to_day > coalesce((SELECT t.day
                                               FROM institution_days t
                                              WHERE t.institution_id = NEW.institution_id), f.from_day)
                    AND NOT EXISTS (SELECT 1
                                      FROM cases c
                                     WHERE c.institution_id = f.institution_id
                                       AND c.relationship_id = f.relationship_id
                                       AND c.learner_id = f.learner_id
                                       AND c.educator_id = f.educator_id
                                       AND c.tie = f.tie
                                       AND c.closed_on IS NULL)) THEN
    RAISE EXCEPTION 'chiron:relationships.case_missing';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER relationship_c_judged BEFORE UPDATE ON relationships
  FOR EACH ROW EXECUTE FUNCTION relationship_judged();

-- Nobody becomes or is judged active on a day with a block; an offer starts only if none lies before it; what paused
-- over an undecided case stays paused.
CREATE FUNCTION relationship_active() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  today bigint;
BEGIN
  IF NEW.state <> 'active'
     OR OLD.state = 'active' AND (NEW.standing <> 'judged' OR OLD.standing = 'judged') THEN
    RETURN NEW;
  END IF;
  IF NEW.standing <> 'judged' THEN RAISE EXCEPTION 'chiron:relationships.unchecked'; END IF;
  IF EXISTS (SELECT 1
               FROM stale_parties s
              WHERE s.institution_id = NEW.institution_id
                AND s.relationship_id = NEW.id) THEN
    RAISE EXCEPTION 'chiron:relationships.judged_stale';
  END IF;
  SELECT t.day INTO today FROM institution_days t WHERE t.institution_id = NEW.institution_id;
  IF today IS NULL THEN RAISE EXCEPTION 'chiron:relationships.no_day'; END IF;
  IF EXISTS (SELECT 1
               FROM findings f
              WHERE f.institution_id = NEW.institution_id
                AND f.relationship_id = NEW.id
                AND f.level = 'block'
                AND f.standing = 'applies'
                AND f.from_day <= today
                AND today < f.to_day
                AND (f.looks <> 'ahead' OR OLD.state = 'offered')) THEN
    RAISE EXCEPTION 'chiron:relationships.conflict_today';
  END IF;
  IF OLD.state = 'offered'
     AND EXISTS (SELECT 1
                   FROM findings f
                  WHERE f.institution_id = NEW.institution_id
                    AND f.relationship_id = NEW.id
                    AND f.level = 'block'
                    AND f.standing = 'applies'
                    AND today < f.to_day) THEN
    RAISE EXCEPTION 'chiron:relationships.conflict_in_term';
  END IF;
  IF OLD.state = 'paused'
     AND EXISTS (SELECT 1
                   FROM cases c
                  WHERE c.institution_id = NEW.institution_id
                    AND c.relationship_id = NEW.id
                    AND c.state IN ('open', 'lapsed')
                    AND c.starts_on <= today) THEN
    RAISE EXCEPTION 'chiron:relationships.case_open';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER relationship_d_active BEFORE UPDATE ON relationships
  FOR EACH ROW EXECUTE FUNCTION relationship_active();

-- Whatever touches a person, a party or a finding leaves the relationship unchecked until it is judged again.
CREATE FUNCTION relationship_person_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE relationships SET standing = 'unchecked'
   WHERE institution_id = NEW.institution_id
     AND standing = 'judged'
     AND id IN (SELECT p.relationship_id
                  FROM relationship_parties p
                  JOIN people_now q ON q.institution_id = p.institution_id AND q.id = p.person_id
                 WHERE p.institution_id = NEW.institution_id
                   AND p.person_id = NEW.id
                   AND p.judged_revision <> q.revision);
  RETURN NEW;
END $$;
CREATE TRIGGER relationship_person_changed AFTER UPDATE OF revision ON people
  FOR EACH ROW EXECUTE FUNCTION relationship_person_changed();

CREATE FUNCTION relationship_part_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched record;
BEGIN
  IF TG_OP = 'DELETE' THEN touched := OLD; ELSE touched := NEW; END IF;
  UPDATE relationships SET standing = 'unchecked'
   WHERE institution_id = touched.institution_id
     AND id = touched.relationship_id
     AND standing = 'judged';
  RETURN touched;
END $$;
CREATE TRIGGER relationship_party_changed AFTER INSERT OR UPDATE ON relationship_parties
  FOR EACH ROW EXECUTE FUNCTION relationship_part_changed();
CREATE TRIGGER finding_changed AFTER INSERT OR UPDATE OR DELETE ON findings
  FOR EACH ROW EXECUTE FUNCTION relationship_part_changed();

-- A finding is waived only where a waiver counts on its first and its last day.
CREATE FUNCTION finding_waived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.standing <> 'waived' THEN RETURN NEW; END IF;
  IF NOT EXISTS (SELECT 1
                   FROM waivers w
                  WHERE w.institution_id = NEW.institution_id
                    AND w.learner_id = NEW.learner_id
                    AND w.educator_id = NEW.educator_id
                    AND w.rule = NEW.rule
                    AND w.approved_at IS NOT NULL
                    AND w.withdrawn_at IS NULL
                    AND w.from_day <= NEW.from_day
                    AND NEW.from_day < w.to_day)
     OR NOT EXISTS (SELECT 1
                      FROM waivers w
                     WHERE w.institution_id = NEW.institution_id
                       AND w.learner_id = NEW.learner_id
                       AND w.educator_id = NEW.educator_id
                       AND w.rule = NEW.rule
                       AND w.approved_at IS NOT NULL
                       AND w.withdrawn_at IS NULL
                       AND w.from_day < NEW.to_day
                       AND NEW.to_day <= w.to_day) THEN
    RAISE EXCEPTION 'chiron:relationships.not_waived';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER finding_waived BEFORE INSERT ON findings FOR EACH ROW EXECUTE FUNCTION finding_waived();

-- History stays. A party may leave, once, but not the last on a side.
CREATE FUNCTION relationship_history_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'chiron:relationships.history_kept';
END $$;
CREATE TRIGGER relationship_kept BEFORE DELETE ON relationships
  FOR EACH ROW EXECUTE FUNCTION relationship_history_kept();
CREATE TRIGGER relationship_party_kept BEFORE DELETE ON relationship_parties
  FOR EACH ROW EXECUTE FUNCTION relationship_history_kept();
CREATE TRIGGER charter_consent_kept BEFORE UPDATE ON charter_consents
  FOR EACH ROW EXECUTE FUNCTION relationship_history_kept();
CREATE TRIGGER case_kept BEFORE DELETE ON cases FOR EACH ROW EXECUTE FUNCTION relationship_history_kept();
CREATE TRIGGER contest_kept BEFORE DELETE ON contests FOR EACH ROW EXECUTE FUNCTION relationship_history_kept();

CREATE FUNCTION relationship_party_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.relationship_id <> NEW.relationship_id OR OLD.person_id <> NEW.person_id OR OLD.side <> NEW.side
     OR OLD.left_on IS NOT NULL AND OLD.left_on IS DISTINCT FROM NEW.left_on THEN
    RAISE EXCEPTION 'chiron:relationships.party_fixed';
  END IF;
  IF OLD.left_on IS NULL
     AND NEW.left_on IS NOT NULL
     AND NOT EXISTS (SELECT 1
                       FROM relationship_parties p
                      WHERE p.institution_id = NEW.institution_id
                        AND p.relationship_id = NEW.relationship_id
                        AND p.side = NEW.side
                        AND p.person_id <> NEW.person_id
                        AND p.left_on IS NULL) THEN
    RAISE EXCEPTION 'chiron:relationships.last_of_side';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER relationship_party_fixed BEFORE UPDATE ON relationship_parties
  FOR EACH ROW EXECUTE FUNCTION relationship_party_fixed();

-- A case begins open and untold, ends once, and only moves on; its relationship's end ends it.
CREATE FUNCTION case_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> 'open' OR NEW.learner_told_at IS NOT NULL OR NEW.others_told_at IS NOT NULL THEN
    RAISE EXCEPTION 'chiron:relationships.case_begins_open';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_begins BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION case_begins();

CREATE FUNCTION case_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> NEW.state
     AND OLD.state || '>' || NEW.state NOT IN
         ('open>lapsed', 'open>decided', 'open>closed', 'lapsed>decided', 'lapsed>closed', 'decided>closed')
     OR (OLD.relationship_id, OLD.learner_id, OLD.educator_id, OLD.tie, OLD.opened_on)
        IS DISTINCT FROM (NEW.relationship_id, NEW.learner_id, NEW.educator_id, NEW.tie, NEW.opened_on)
     OR NEW.deadline > OLD.deadline THEN
    RAISE EXCEPTION 'chiron:relationships.case_moves';
  END IF;
  IF OLD.state <> 'closed'
     AND NEW.state = 'closed'
     AND EXISTS (SELECT 1
                   FROM findings f
                   JOIN relationships r ON r.institution_id = f.institution_id AND r.id = f.relationship_id
                   JOIN institution_days t ON t.institution_id = f.institution_id
                  WHERE f.institution_id = NEW.institution_id
                    AND f.relationship_id = NEW.relationship_id
                    AND f.learner_id = NEW.learner_id
                    AND f.educator_id = NEW.educator_id
                    AND f.tie = NEW.tie
                    AND f.level = 'block'
                    AND f.standing = 'applies'
                    AND f.to_day > t.day
                    AND r.state IN ('active', 'paused')) THEN
    RAISE EXCEPTION 'chiron:relationships.case_still_open';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_moves BEFORE UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION case_moves();

CREATE FUNCTION case_of_ending_relationship() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state IN ('closing', 'closed') AND OLD.state <> NEW.state THEN
    UPDATE cases SET state = 'closed', closed_on = coalesce((SELECT t.day
                                                               FROM institution_days t
                                                              WHERE t.institution_id = NEW.institution_id), NEW.to_day)
     WHERE institution_id = NEW.institution_id
       AND relationship_id = NEW.id
       AND closed_on IS NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_of_ending_relationship AFTER UPDATE ON relationships
  FOR EACH ROW EXECUTE FUNCTION case_of_ending_relationship();

-- Only a party contests, only while the case is not closed; said once, answered once by somebody else.
CREATE FUNCTION contest_by_party() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.answer IS NOT NULL
     OR NOT EXISTS (SELECT 1
                      FROM cases c
                     WHERE c.institution_id = NEW.institution_id
                       AND c.id = NEW.case_id
                       AND c.closed_on IS NULL
                       AND NEW.person_id IN (c.learner_id, c.educator_id)) THEN
    RAISE EXCEPTION 'chiron:relationships.contest_not_yours';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER contest_by_party BEFORE INSERT ON contests FOR EACH ROW EXECUTE FUNCTION contest_by_party();

CREATE FUNCTION contest_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.answer IS NOT NULL
     OR OLD.case_id <> NEW.case_id
     OR OLD.person_id <> NEW.person_id
     OR OLD.statement <> NEW.statement
     OR EXISTS (SELECT 1
                  FROM cases c
                 WHERE c.institution_id = NEW.institution_id
                   AND c.id = NEW.case_id
                   AND NEW.answered_by IN (c.learner_id, c.educator_id)) THEN
    RAISE EXCEPTION 'chiron:relationships.contest_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER contest_fixed BEFORE UPDATE ON contests FOR EACH ROW EXECUTE FUNCTION contest_fixed();

-- The day a duty starts, the pair pauses, and what is undecided by its deadline lapses; the day never goes back.
CREATE FUNCTION day_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.day < OLD.day THEN RAISE EXCEPTION 'chiron:relationships.day_backwards'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER day_moves_on BEFORE UPDATE ON institution_days FOR EACH ROW EXECUTE FUNCTION day_moves_on();

CREATE FUNCTION day_pauses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE relationships SET state = 'paused', revision = revision + 1
   WHERE institution_id = NEW.institution_id
     AND state = 'active'
     AND id IN (SELECT f.relationship_id
                  FROM findings f
                 WHERE f.institution_id = NEW.institution_id
                   AND f.level = 'block'
                   AND f.standing = 'applies'
                   AND f.looks <> 'ahead'
                   AND f.from_day <= NEW.day
                   AND NEW.day < f.to_day);
  UPDATE cases SET state = 'lapsed'
   WHERE institution_id = NEW.institution_id
     AND state = 'open'
     AND deadline <= NEW.day;
  RETURN NEW;
END $$;
CREATE TRIGGER day_pauses AFTER UPDATE ON institution_days FOR EACH ROW EXECUTE FUNCTION day_pauses();
