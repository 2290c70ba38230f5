-- Begins as an offer; moves only along offered -> active <-> paused -> closing -> closed.
CREATE TRIGGER relationship_begins BEFORE INSERT ON relationships
WHEN NEW.state <> 'offered' OR NEW.standing <> 'unchecked' BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.begins_as_offer');
END;
CREATE TRIGGER relationship_moves BEFORE UPDATE OF state ON relationships
WHEN OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN
  ('offered>active', 'offered>closed', 'active>paused', 'paused>active', 'active>closing', 'paused>closing',
    'closing>closed') BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.transition');
END;

-- `judged` can be claimed only with the present revision of every party.
CREATE TRIGGER relationship_judged BEFORE UPDATE ON relationships
WHEN NEW.standing = 'judged' AND OLD.standing <> 'judged' BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.judged_stale')
   WHERE EXISTS (SELECT 1 FROM relationship_parties p JOIN people_now q
                     ON q.institution_id = p.institution_id AND q.id = p.person_id
                  WHERE p.institution_id = NEW.institution_id AND p.relationship_id = NEW.id
                    AND p.judged_revision <> q.revision)
      OR NOT EXISTS (SELECT 1 FROM relationship_parties p
                      WHERE p.institution_id = NEW.institution_id AND p.relationship_id = NEW.id AND p.side = 'learner')
      OR NOT EXISTS (SELECT 1 FROM relationship_parties p
                      WHERE p.institution_id = NEW.institution_id AND p.relationship_id = NEW.id
                        AND p.side = 'educator');
END;

-- Nobody becomes or is judged active on a day with a block.
CREATE TRIGGER relationship_active BEFORE UPDATE ON relationships
WHEN NEW.state = 'active' AND (OLD.state <> 'active' OR NEW.standing = 'judged' AND OLD.standing <> 'judged') BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.unchecked') WHERE NEW.standing <> 'judged';
  SELECT RAISE(ABORT, 'chiron:relationships.judged_stale')
   WHERE EXISTS (SELECT 1 FROM stale_parties s WHERE s.institution_id = NEW.institution_id
                    AND s.relationship_id = NEW.id);
  SELECT RAISE(ABORT, 'chiron:relationships.conflict_today')
   WHERE EXISTS (SELECT 1 FROM findings f JOIN institution_days t ON t.institution_id = f.institution_id
                  WHERE f.institution_id = NEW.institution_id AND f.relationship_id = NEW.id AND f.level = 'block'
                    AND f.standing = 'applies' AND f.from_day <= t.day AND t.day < f.to_day);
END;

-- Whatever touches a person, a party or a finding leaves the relationship unchecked until it is judged again.
CREATE TRIGGER relationship_person_changed AFTER UPDATE OF revision ON people BEGIN
  UPDATE relationships SET standing = 'unchecked'
   WHERE institution_id = NEW.institution_id AND standing = 'judged'
     AND id IN (SELECT p.relationship_id FROM relationship_parties p
                  JOIN people_now q ON q.institution_id = p.institution_id AND q.id = p.person_id
                 WHERE p.institution_id = NEW.institution_id AND p.person_id = NEW.id
                   AND p.judged_revision <> q.revision);
END;
CREATE TRIGGER relationship_party_added AFTER INSERT ON relationship_parties BEGIN
  UPDATE relationships SET standing = 'unchecked' WHERE institution_id = NEW.institution_id
    AND id = NEW.relationship_id AND standing = 'judged';
END;
CREATE TRIGGER relationship_party_changed AFTER UPDATE ON relationship_parties BEGIN
  UPDATE relationships SET standing = 'unchecked' WHERE institution_id = NEW.institution_id
    AND id = NEW.relationship_id AND standing = 'judged';
END;
CREATE TRIGGER relationship_party_kept BEFORE DELETE ON relationship_parties BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.history_kept');
END;
CREATE TRIGGER relationship_kept BEFORE DELETE ON relationships BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.history_kept');
END;
CREATE TRIGGER finding_added AFTER INSERT ON findings BEGIN
  UPDATE relationships SET standing = 'unchecked' WHERE institution_id = NEW.institution_id
    AND id = NEW.relationship_id AND standing = 'judged';
END;
CREATE TRIGGER finding_changed AFTER UPDATE ON findings BEGIN
  UPDATE relationships SET standing = 'unchecked' WHERE institution_id = NEW.institution_id
    AND id = NEW.relationship_id AND standing = 'judged';
END;
CREATE TRIGGER finding_removed AFTER DELETE ON findings BEGIN
  UPDATE relationships SET standing = 'unchecked' WHERE institution_id = OLD.institution_id
    AND id = OLD.relationship_id AND standing = 'judged';
END;

-- The day a duty starts, the pair pauses; the day never goes back.
CREATE TRIGGER day_moves_on BEFORE UPDATE ON institution_days WHEN NEW.day < OLD.day BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.day_backwards');
END;
CREATE TRIGGER day_pauses AFTER UPDATE ON institution_days BEGIN
  UPDATE relationships SET state = 'paused', revision = revision + 1
   WHERE institution_id = NEW.institution_id AND state = 'active'
     AND id IN (SELECT relationship_id FROM findings f
                 WHERE f.institution_id = NEW.institution_id AND f.level = 'block' AND f.standing = 'applies'
                   AND f.from_day <= NEW.day AND NEW.day < f.to_day);
END;
