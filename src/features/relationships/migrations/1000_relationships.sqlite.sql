-- Begins as an unjudged offer in the role of its program.
CREATE TRIGGER relationship_begins BEFORE INSERT ON relationships
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.begins_as_offer')
   WHERE NEW.state <> 'offered'
      OR NEW.standing <> 'unchecked';
  SELECT RAISE(ABORT, 'chiron:relationships.role_of_program')
   WHERE NOT EXISTS (SELECT 1
                       FROM programs p
                      WHERE p.institution_id = NEW.institution_id
                        AND p.id = NEW.program_id
                        AND p.role = NEW.role);
END;

-- Moves only along offered -> active <-> paused -> closing -> closed.
CREATE TRIGGER relationship_moves BEFORE UPDATE OF state ON relationships
WHEN OLD.state <> NEW.state
 AND OLD.state || '>' || NEW.state NOT IN
     ('offered>active', 'offered>closed', 'active>paused', 'paused>active', 'active>closing', 'paused>closing',
      'closing>closed')
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.transition');
END;

-- Stays under the charter version it was agreed under; moves to a later one, and over a widening only with every
-- party's consent. Role and program are fixed.
CREATE TRIGGER relationship_charter BEFORE UPDATE ON relationships
WHEN OLD.charter_version <> NEW.charter_version OR OLD.program_id <> NEW.program_id OR OLD.role <> NEW.role
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.charter_fixed')
   WHERE OLD.program_id <> NEW.program_id
      OR OLD.role <> NEW.role
      OR NEW.charter_version < OLD.charter_version;
  SELECT RAISE(ABORT, 'chiron:relationships.consent_missing')
   WHERE EXISTS (SELECT 1
                   FROM charter_versions v
                  WHERE v.institution_id = NEW.institution_id
                    AND v.program_id = NEW.program_id
                    AND v.number > OLD.charter_version
                    AND v.number <= NEW.charter_version
                    AND v.widens = 1)
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
                                       AND c.person_id = p.person_id));
END;
CREATE TRIGGER relationship_charter_changed AFTER UPDATE OF charter_version ON relationships
WHEN OLD.charter_version <> NEW.charter_version
BEGIN
  UPDATE relationships SET standing = 'unchecked'
   WHERE institution_id = NEW.institution_id
     AND id = NEW.id
     AND standing = 'judged';
END;
CREATE TRIGGER relationship_charter_recorded AFTER INSERT ON charter_versions
BEGIN
  UPDATE relationships SET standing = 'unchecked'
   WHERE institution_id = NEW.institution_id
     AND program_id = NEW.program_id
     AND standing = 'judged';
END;
CREATE TRIGGER charter_consent_kept BEFORE UPDATE ON charter_consents
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.history_kept');
END;

-- `judged` can be claimed only with the present revision of every party, somebody on each side, and a case for every
-- block that a running relationship has before it.
CREATE TRIGGER relationship_judged BEFORE UPDATE ON relationships
WHEN NEW.standing = 'judged' AND OLD.standing <> 'judged'
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.judged_stale')
   WHERE EXISTS (SELECT 1
                   FROM relationship_parties p
                   JOIN people_now q ON q.institution_id = p.institution_id AND q.id = p.person_id
                  WHERE p.institution_id = NEW.institution_id
                    AND p.relationship_id = NEW.id
                    AND p.judged_revision <> q.revision)
      OR (SELECT count(DISTINCT p.side)
            FROM relationship_parties p
           WHERE p.institution_id = NEW.institution_id
             AND p.relationship_id = NEW.id
             AND p.left_on IS NULL) < 2;
  SELECT RAISE(ABORT, 'chiron:relationships.case_missing')
   WHERE NEW.state IN ('active', 'paused')
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
                                       AND c.closed_on IS NULL));
END;

-- Nobody becomes or is judged active on a day with a block; an offer starts only if none lies before it; what paused
-- over an undecided case stays paused.
CREATE TRIGGER relationship_active BEFORE UPDATE ON relationships
WHEN NEW.state = 'active' AND (OLD.state <> 'active' OR NEW.standing = 'judged' AND OLD.standing <> 'judged')
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.unchecked')
   WHERE NEW.standing <> 'judged';
  SELECT RAISE(ABORT, 'chiron:relationships.judged_stale')
   WHERE EXISTS (SELECT 1
                   FROM stale_parties s
                  WHERE s.institution_id = NEW.institution_id
                    AND s.relationship_id = NEW.id);
  SELECT RAISE(ABORT, 'chiron:relationships.no_day')
   WHERE NOT EXISTS (SELECT 1
                       FROM institution_days t
                      WHERE t.institution_id = NEW.institution_id);
  SELECT RAISE(ABORT, 'chiron:relationships.conflict_today')
   WHERE EXISTS (SELECT 1
                   FROM findings f
                   JOIN institution_days t ON t.institution_id = f.institution_id
                  WHERE f.institution_id = NEW.institution_id
                    AND f.relationship_id = NEW.id
                    AND f.level = 'block'
                    AND f.standing = 'applies'
                    AND f.from_day <= t.day
                    AND t.day < f.to_day
                    AND (f.looks <> 'ahead' OR OLD.state = 'offered'));
  SELECT RAISE(ABORT, 'chiron:relationships.conflict_in_term')
   WHERE OLD.state = 'offered'
     AND EXISTS (SELECT 1
                   FROM findings f
                   JOIN institution_days t ON t.institution_id = f.institution_id
                  WHERE f.institution_id = NEW.institution_id
                    AND f.relationship_id = NEW.id
                    AND f.level = 'block'
                    AND f.standing = 'applies'
                    AND t.day < f.to_day);
  SELECT RAISE(ABORT, 'chiron:relationships.case_open')
   WHERE OLD.state = 'paused'
     AND EXISTS (SELECT 1
                   FROM cases c
                   JOIN institution_days t ON t.institution_id = c.institution_id
                  WHERE c.institution_id = NEW.institution_id
                    AND c.relationship_id = NEW.id
                    AND c.state IN ('open', 'lapsed')
                    AND c.starts_on <= t.day);
END;

-- Whatever touches a person, a party or a finding leaves the relationship unchecked until it is judged again.
CREATE TRIGGER relationship_person_changed AFTER UPDATE OF revision ON people
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
END;
CREATE TRIGGER relationship_party_added AFTER INSERT ON relationship_parties
BEGIN
  UPDATE relationships SET standing = 'unchecked'
   WHERE institution_id = NEW.institution_id
     AND id = NEW.relationship_id
     AND standing = 'judged';
END;
CREATE TRIGGER relationship_party_changed AFTER UPDATE ON relationship_parties
BEGIN
  UPDATE relationships SET standing = 'unchecked'
   WHERE institution_id = NEW.institution_id
     AND id = NEW.relationship_id
     AND standing = 'judged';
END;
CREATE TRIGGER finding_added AFTER INSERT ON findings
BEGIN
  UPDATE relationships SET standing = 'unchecked'
   WHERE institution_id = NEW.institution_id
     AND id = NEW.relationship_id
     AND standing = 'judged';
END;
CREATE TRIGGER finding_changed AFTER UPDATE ON findings
BEGIN
  UPDATE relationships SET standing = 'unchecked'
   WHERE institution_id = NEW.institution_id
     AND id = NEW.relationship_id
     AND standing = 'judged';
END;
CREATE TRIGGER finding_removed AFTER DELETE ON findings
BEGIN
  UPDATE relationships SET standing = 'unchecked'
   WHERE institution_id = OLD.institution_id
     AND id = OLD.relationship_id
     AND standing = 'judged';
END;

-- A finding is waived only where a waiver counts on its first and its last day.
CREATE TRIGGER finding_waived BEFORE INSERT ON findings
WHEN NEW.standing = 'waived'
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.not_waived')
   WHERE NOT EXISTS (SELECT 1
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
                        AND NEW.to_day <= w.to_day);
END;

-- History stays. A party may leave, once, but not the last on a side.
CREATE TRIGGER relationship_kept BEFORE DELETE ON relationships
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.history_kept');
END;
CREATE TRIGGER relationship_party_kept BEFORE DELETE ON relationship_parties
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.history_kept');
END;
CREATE TRIGGER relationship_party_fixed BEFORE UPDATE ON relationship_parties
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.party_fixed')
   WHERE OLD.relationship_id <> NEW.relationship_id
      OR OLD.person_id <> NEW.person_id
      OR OLD.side <> NEW.side
      OR OLD.left_on IS NOT NULL AND OLD.left_on IS NOT NEW.left_on;
  SELECT RAISE(ABORT, 'chiron:relationships.last_of_side')
   WHERE OLD.left_on IS NULL
     AND NEW.left_on IS NOT NULL
     AND NOT EXISTS (SELECT 1
                       FROM relationship_parties p
                      WHERE p.institution_id = NEW.institution_id
                        AND p.relationship_id = NEW.relationship_id
                        AND p.side = NEW.side
                        AND p.person_id <> NEW.person_id
                        AND p.left_on IS NULL);
END;

-- A case begins open and untold, ends once, and only moves on; its relationship's end ends it.
CREATE TRIGGER case_begins BEFORE INSERT ON cases
WHEN NEW.state <> 'open' OR NEW.learner_told_at IS NOT NULL OR NEW.others_told_at IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.case_begins_open');
END;
CREATE TRIGGER case_moves BEFORE UPDATE ON cases
WHEN OLD.state = 'closed' AND OLD.state <> NEW.state
  OR OLD.state <> NEW.state
     AND OLD.state || '>' || NEW.state NOT IN
         ('open>lapsed', 'open>decided', 'open>closed', 'lapsed>decided', 'lapsed>closed', 'decided>closed')
  OR OLD.relationship_id <> NEW.relationship_id
  OR OLD.learner_id <> NEW.learner_id
  OR OLD.educator_id <> NEW.educator_id
  OR OLD.tie <> NEW.tie
  OR OLD.opened_on <> NEW.opened_on
  OR NEW.deadline > OLD.deadline
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.case_moves');
END;
CREATE TRIGGER case_closes BEFORE UPDATE ON cases
WHEN OLD.state <> 'closed' AND NEW.state = 'closed'
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.case_still_open')
   WHERE EXISTS (SELECT 1
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
                    AND r.state IN ('active', 'paused'));
END;
CREATE TRIGGER case_kept BEFORE DELETE ON cases
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.history_kept');
END;
CREATE TRIGGER case_of_ending_relationship AFTER UPDATE OF state ON relationships
WHEN NEW.state IN ('closing', 'closed') AND OLD.state <> NEW.state
BEGIN
  UPDATE cases SET state = 'closed', closed_on = coalesce((SELECT t.day
                                                             FROM institution_days t
                                                            WHERE t.institution_id = NEW.institution_id), NEW.to_day)
   WHERE institution_id = NEW.institution_id
     AND relationship_id = NEW.id
     AND closed_on IS NULL;
END;

-- Only a party contests, only while the case is not closed; said once, answered once by somebody else.
CREATE TRIGGER contest_by_party BEFORE INSERT ON contests
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.contest_not_yours')
   WHERE NEW.answer IS NOT NULL
      OR NOT EXISTS (SELECT 1
                       FROM cases c
                      WHERE c.institution_id = NEW.institution_id
                        AND c.id = NEW.case_id
                        AND c.closed_on IS NULL
                        AND NEW.person_id IN (c.learner_id, c.educator_id));
END;
CREATE TRIGGER contest_fixed BEFORE UPDATE ON contests
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.contest_fixed')
   WHERE OLD.answer IS NOT NULL
      OR OLD.case_id <> NEW.case_id
      OR OLD.person_id <> NEW.person_id
      OR OLD.statement <> NEW.statement
      OR EXISTS (SELECT 1
                   FROM cases c
                  WHERE c.institution_id = NEW.institution_id
                    AND c.id = NEW.case_id
                    AND NEW.answered_by IN (c.learner_id, c.educator_id));
END;
CREATE TRIGGER contest_kept BEFORE DELETE ON contests
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.history_kept');
END;

-- The day a duty starts, the pair pauses, and what is undecided by its deadline lapses; the day never goes back.
CREATE TRIGGER day_moves_on BEFORE UPDATE ON institution_days
WHEN NEW.day < OLD.day
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.day_backwards');
END;
CREATE TRIGGER day_pauses AFTER UPDATE ON institution_days
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
END;
