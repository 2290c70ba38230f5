-- Any change of what is known about a person raises their revision, however it is made.
CREATE FUNCTION person_version_raises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE people SET revision = revision + 1 WHERE institution_id = NEW.institution_id AND id = NEW.person_id;
  RETURN NEW;
END $$;
CREATE TRIGGER person_version_raises AFTER INSERT OR UPDATE ON person_versions
  FOR EACH ROW EXECUTE FUNCTION person_version_raises();
CREATE FUNCTION person_version_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'chiron:people.history_kept';
END $$;
CREATE TRIGGER person_version_kept BEFORE DELETE ON person_versions
  FOR EACH ROW EXECUTE FUNCTION person_version_kept();
