-- A revision rises by one with each change, whoever writes; who was written to stays so.
CREATE TRIGGER program_letter_begins BEFORE INSERT ON program_letters
WHEN NEW.revision <> 1
BEGIN
  SELECT RAISE(ABORT, 'chiron:letters.changed_meanwhile');
END;
CREATE TRIGGER program_letter_rises BEFORE UPDATE ON program_letters
WHEN NEW.revision <> OLD.revision + 1
BEGIN
  SELECT RAISE(ABORT, 'chiron:letters.changed_meanwhile');
END;
CREATE TRIGGER letter_posted_once BEFORE UPDATE ON letters_posted
WHEN NEW.letter_key <> OLD.letter_key OR NEW.posted_at <> OLD.posted_at OR OLD.outcome <> ''
BEGIN
  SELECT RAISE(ABORT, 'chiron:letters.posted_stays');
END;
