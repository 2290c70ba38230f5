-- A revision rises by one with each change, whoever writes; a no holds no seats, a yes at least one.
CREATE TRIGGER educator_answer_rises BEFORE UPDATE ON educator_answers
WHEN NEW.revision <> OLD.revision + 1
BEGIN
  SELECT RAISE(ABORT, 'chiron:educators.changed_meanwhile');
END;
CREATE TRIGGER educator_answer_begins BEFORE INSERT ON educator_answers
WHEN NEW.revision <> 1 OR (NEW.capacity > 0) <> NEW.takes_part
BEGIN
  SELECT RAISE(ABORT, 'chiron:educators.answer_seats');
END;
CREATE TRIGGER educator_answer_seats BEFORE UPDATE ON educator_answers
WHEN (NEW.capacity > 0) <> NEW.takes_part
BEGIN
  SELECT RAISE(ABORT, 'chiron:educators.answer_seats');
END;
