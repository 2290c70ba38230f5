-- A revision rises by one with each change, whoever writes.
CREATE TRIGGER wish_list_begins BEFORE INSERT ON wish_lists
WHEN NEW.revision <> 1
BEGIN
  SELECT RAISE(ABORT, 'chiron:preferences.changed_meanwhile');
END;
CREATE TRIGGER wish_list_rises BEFORE UPDATE ON wish_lists
WHEN NEW.revision <> OLD.revision + 1
BEGIN
  SELECT RAISE(ABORT, 'chiron:preferences.changed_meanwhile');
END;
