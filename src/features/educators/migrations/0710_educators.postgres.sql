-- A revision rises by one with each change, whoever writes; a no holds no seats, a yes at least one.
CREATE FUNCTION educator_answer_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.revision <> OLD.revision + 1 THEN
    RAISE EXCEPTION 'chiron:educators.changed_meanwhile';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.revision <> 1 OR (NEW.capacity > 0) <> NEW.takes_part THEN
    RAISE EXCEPTION 'chiron:educators.answer_seats';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER educator_answer_changes BEFORE INSERT OR UPDATE ON educator_answers
  FOR EACH ROW EXECUTE FUNCTION educator_answer_changes();
