-- A revision rises by one with each change, whoever writes; who was written to stays so.
CREATE FUNCTION program_letter_rises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.revision <> 1 OR TG_OP = 'UPDATE' AND NEW.revision <> OLD.revision + 1 THEN
    RAISE EXCEPTION 'chiron:letters.changed_meanwhile';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER program_letter_rises BEFORE INSERT OR UPDATE ON program_letters
  FOR EACH ROW EXECUTE FUNCTION program_letter_rises();

CREATE FUNCTION letter_posted_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.letter_key <> OLD.letter_key OR NEW.posted_at <> OLD.posted_at OR OLD.outcome <> '' THEN
    RAISE EXCEPTION 'chiron:letters.posted_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER letter_posted_once BEFORE UPDATE ON letters_posted
  FOR EACH ROW EXECUTE FUNCTION letter_posted_once();
