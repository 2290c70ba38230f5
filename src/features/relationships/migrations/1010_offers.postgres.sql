-- An educator never holds more places than seats, whoever writes. Locking the seats makes two writers take turns.
CREATE FUNCTION party_has_seat() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  program uuid;
  places bigint;
BEGIN
  IF NEW.side <> 'educator' THEN RETURN NEW; END IF;
  SELECT r.program_id INTO program
    FROM relationships r
   WHERE r.institution_id = NEW.institution_id AND r.id = NEW.relationship_id;
  SELECT s.seats INTO places
    FROM program_seats s
   WHERE s.institution_id = NEW.institution_id AND s.program_id = program AND s.person_id = NEW.person_id
     FOR UPDATE;
  IF places <= (SELECT count(*)
                  FROM places_held h
                 WHERE h.institution_id = NEW.institution_id
                   AND h.program_id = program
                   AND h.person_id = NEW.person_id
                   AND h.side = 'educator') THEN
    RAISE EXCEPTION 'chiron:relationships.no_seat';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER party_has_seat BEFORE INSERT ON relationship_parties FOR EACH ROW EXECUTE FUNCTION party_has_seat();

-- An offer is made of a relationship that is offered, to a learner who holds no other place in the program. Locking the
-- learner makes two writers take turns.
CREATE FUNCTION offer_is_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1
                   FROM relationships r
                  WHERE r.institution_id = NEW.institution_id
                    AND r.id = NEW.relationship_id
                    AND r.state = 'offered') THEN
    RAISE EXCEPTION 'chiron:relationships.not_offered';
  END IF;
  PERFORM 1
     FROM people q
     JOIN relationship_parties p ON p.institution_id = q.institution_id AND p.person_id = q.id
    WHERE p.institution_id = NEW.institution_id
      AND p.relationship_id = NEW.relationship_id
      AND p.side = 'learner'
    ORDER BY q.id
      FOR UPDATE OF q;
  IF EXISTS (SELECT 1
               FROM places_held mine
               JOIN places_held other
                 ON other.institution_id = mine.institution_id
                AND other.program_id = mine.program_id
                AND other.person_id = mine.person_id
                AND other.relationship_id <> mine.relationship_id
                AND other.side = 'learner'
              WHERE mine.institution_id = NEW.institution_id
                AND mine.relationship_id = NEW.relationship_id
                AND mine.side = 'learner') THEN
    RAISE EXCEPTION 'chiron:relationships.has_place';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER offer_is_made BEFORE INSERT ON offers FOR EACH ROW EXECUTE FUNCTION offer_is_made();

CREATE FUNCTION offer_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'chiron:relationships.offer_fixed';
END $$;
CREATE TRIGGER offer_stays BEFORE UPDATE ON offers FOR EACH ROW EXECUTE FUNCTION offer_stays();

-- An answer is given once, while the offer is open.
CREATE FUNCTION offer_is_answered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1
     FROM relationships r
    WHERE r.institution_id = NEW.institution_id
      AND r.id = NEW.relationship_id
      AND r.state = 'offered'
      FOR UPDATE;
  IF NOT FOUND THEN RAISE EXCEPTION 'chiron:relationships.offer_settled'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER offer_is_answered BEFORE INSERT ON offer_answers
  FOR EACH ROW EXECUTE FUNCTION offer_is_answered();

CREATE FUNCTION answer_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'chiron:relationships.answer_fixed';
END $$;
CREATE TRIGGER answer_stays BEFORE UPDATE ON offer_answers FOR EACH ROW EXECUTE FUNCTION answer_stays();

-- Nobody begins with somebody who declined, nor without the yes that the charter asks for.
CREATE FUNCTION offer_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'offered' OR NEW.state <> 'active' THEN RETURN NEW; END IF;
  IF EXISTS (SELECT 1
               FROM offer_answers a
              WHERE a.institution_id = NEW.institution_id
                AND a.relationship_id = NEW.id
                AND a.answer = 'declined') THEN
    RAISE EXCEPTION 'chiron:relationships.declined';
  END IF;
  IF EXISTS (SELECT 1
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
                                   AND a.answer = 'accepted')) THEN
    RAISE EXCEPTION 'chiron:relationships.not_accepted';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER relationship_e_offer_stands BEFORE UPDATE ON relationships
  FOR EACH ROW EXECUTE FUNCTION offer_stands();
