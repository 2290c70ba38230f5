-- Id and mode are written once; an institution is never deleted.
CREATE FUNCTION institutions_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF old.mode <> new.mode OR old.id <> new.id THEN RAISE EXCEPTION 'chiron:institutions.mode_fixed'; END IF;
  RETURN new;
END $$;
CREATE TRIGGER institutions_fixed BEFORE UPDATE ON institutions
  FOR EACH ROW EXECUTE FUNCTION institutions_fixed();

CREATE FUNCTION institutions_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'chiron:institutions.kept';
END $$;
CREATE TRIGGER institutions_kept BEFORE DELETE ON institutions
  FOR EACH ROW EXECUTE FUNCTION institutions_kept();
CREATE TRIGGER institutions_not_emptied BEFORE TRUNCATE ON institutions
  FOR EACH STATEMENT EXECUTE FUNCTION institutions_kept();
