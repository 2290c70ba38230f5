-- What was seen was seen.
CREATE TRIGGER look_stays BEFORE UPDATE ON looks
BEGIN
  SELECT RAISE(ABORT, 'chiron:access_log.kept');
END;
CREATE TRIGGER look_kept BEFORE DELETE ON looks
BEGIN
  SELECT RAISE(ABORT, 'chiron:access_log.kept');
END;
