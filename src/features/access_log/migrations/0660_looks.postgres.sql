-- What was seen was seen.
CREATE FUNCTION look_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'chiron:access_log.kept';
END $$;
CREATE TRIGGER look_kept BEFORE UPDATE OR DELETE ON looks
  FOR EACH ROW EXECUTE FUNCTION look_kept();
CREATE TRIGGER looks_not_emptied BEFORE TRUNCATE ON looks
  FOR EACH STATEMENT EXECUTE FUNCTION look_kept();
