-- A revision rises by one with each change, whoever writes.
CREATE FUNCTION wish_list_rises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.revision <> 1 OR TG_OP = 'UPDATE' AND NEW.revision <> OLD.revision + 1 THEN
    RAISE EXCEPTION 'chiron:preferences.changed_meanwhile';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER wish_list_rises BEFORE INSERT OR UPDATE ON wish_lists FOR EACH ROW EXECUTE FUNCTION wish_list_rises();
