-- An educator never holds more places than seats, whoever writes.
CREATE TRIGGER party_has_seat BEFORE INSERT ON relationship_parties
WHEN NEW.side = 'educator'
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.no_seat')
    FROM relationships r
    JOIN program_seats s
      ON s.institution_id = r.institution_id AND s.program_id = r.program_id AND s.person_id = NEW.person_id
   WHERE r.institution_id = NEW.institution_id
     AND r.id = NEW.relationship_id
     AND s.seats <= (SELECT count(*)
                       FROM places_held h
                      WHERE h.institution_id = r.institution_id
                        AND h.program_id = r.program_id
                        AND h.person_id = NEW.person_id
                        AND h.side = 'educator');
END;

-- An offer is made of a relationship that is offered, to a learner who holds no other place in the program.
CREATE TRIGGER offer_is_made BEFORE INSERT ON offers
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.not_offered')
   WHERE NOT EXISTS (SELECT 1
                       FROM relationships r
                      WHERE r.institution_id = NEW.institution_id
                        AND r.id = NEW.relationship_id
                        AND r.state = 'offered');
  SELECT RAISE(ABORT, 'chiron:relationships.has_place')
   WHERE EXISTS (SELECT 1
                   FROM places_held mine
                   JOIN places_held other
                     ON other.institution_id = mine.institution_id
                    AND other.program_id = mine.program_id
                    AND other.person_id = mine.person_id
                    AND other.relationship_id <> mine.relationship_id
                    AND other.side = 'learner'
                  WHERE mine.institution_id = NEW.institution_id
                    AND mine.relationship_id = NEW.relationship_id
                    AND mine.side = 'learner');
END;
CREATE TRIGGER offer_stays BEFORE UPDATE ON offers
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.offer_fixed');
END;

-- An answer is given once, while the offer is open.
CREATE TRIGGER offer_is_answered BEFORE INSERT ON offer_answers
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.offer_settled')
   WHERE NOT EXISTS (SELECT 1
                       FROM relationships r
                      WHERE r.institution_id = NEW.institution_id
                        AND r.id = NEW.relationship_id
                        AND r.state = 'offered');
END;
CREATE TRIGGER answer_stays BEFORE UPDATE ON offer_answers
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.answer_fixed');
END;

-- Nobody begins with somebody who declined, nor without the yes that the charter asks for.
CREATE TRIGGER offer_stands BEFORE UPDATE OF state ON relationships
WHEN OLD.state = 'offered' AND NEW.state = 'active'
BEGIN
  SELECT RAISE(ABORT, 'chiron:relationships.declined')
   WHERE EXISTS (SELECT 1
                   FROM offer_answers a
                  WHERE a.institution_id = NEW.institution_id
                    AND a.relationship_id = NEW.id
                    AND a.answer = 'declined');
  SELECT RAISE(ABORT, 'chiron:relationships.not_accepted')
   WHERE EXISTS (SELECT 1
                   FROM offers o
                   JOIN relationship_parties p
                     ON p.institution_id = o.institution_id AND p.relationship_id = o.relationship_id
                  WHERE o.institution_id = NEW.institution_id
                    AND o.relationship_id = NEW.id
                    AND (o.acceptance = 'explicit'
                         OR o.answer_by > (SELECT t.day
                                             FROM institution_days t
                                            WHERE t.institution_id = o.institution_id))
                    AND NOT EXISTS (SELECT 1
                                      FROM offer_answers a
                                     WHERE a.institution_id = p.institution_id
                                       AND a.relationship_id = p.relationship_id
                                       AND a.person_id = p.person_id
                                       AND a.answer = 'accepted'));
END;
