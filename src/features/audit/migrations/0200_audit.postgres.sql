-- Entries are added at the end and kept; only payload and salt may be erased, together.
CREATE FUNCTION audit_entries_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'chiron:audit.append_only';
END $$;
CREATE TRIGGER audit_entries_kept BEFORE DELETE ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION audit_entries_kept();
CREATE TRIGGER audit_entries_not_emptied BEFORE TRUNCATE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_kept();

CREATE FUNCTION audit_entries_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (old.institution_id, old.seq, old.time, old.type, old.payload_hash, old.hash)
       IS DISTINCT FROM (new.institution_id, new.seq, new.time, new.type, new.payload_hash, new.hash)
     OR old.actor IS DISTINCT FROM new.actor OR old.subject IS DISTINCT FROM new.subject
     OR new.salt IS NOT NULL OR new.payload IS NOT NULL THEN
    RAISE EXCEPTION 'chiron:audit.append_only';
  END IF;
  RETURN new;
END $$;
CREATE TRIGGER audit_entries_fixed BEFORE UPDATE ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION audit_entries_fixed();

CREATE FUNCTION audit_entries_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF new.seq <> 1 + (SELECT coalesce(max(seq), 0) FROM audit_entries WHERE institution_id = new.institution_id) THEN
    RAISE EXCEPTION 'chiron:audit.append_only';
  END IF;
  RETURN new;
END $$;
CREATE TRIGGER audit_entries_next BEFORE INSERT ON audit_entries
  FOR EACH ROW EXECUTE FUNCTION audit_entries_next();
