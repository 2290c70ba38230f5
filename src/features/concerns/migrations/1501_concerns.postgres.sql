-- Keys and messages stay as they were made; a version counts up by one; only a contact has keys and answers.
CREATE FUNCTION contact_keys_begin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version <> 1 + (SELECT count(*) FROM contact_keys k
                          WHERE k.institution_id = NEW.institution_id AND k.account_id = NEW.account_id) THEN
    RAISE EXCEPTION 'chiron:concerns.keys_changed';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM account_roles r
                  WHERE r.institution_id = NEW.institution_id AND r.account_id = NEW.account_id
                    AND r.role = 'confidential_contact' AND r.program_id IS NULL
                    AND r.from_day <= NEW.made_on AND NEW.made_on < r.until_day) THEN
    RAISE EXCEPTION 'chiron:concerns.no_contact';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER contact_keys_begin BEFORE INSERT ON contact_keys FOR EACH ROW EXECUTE FUNCTION contact_keys_begin();

CREATE FUNCTION contact_keys_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.vouched_by IS NOT NULL OR NEW.institution_id <> OLD.institution_id OR NEW.account_id <> OLD.account_id
     OR NEW.version <> OLD.version OR NEW.bundle <> OLD.bundle OR NEW.seeds <> OLD.seeds
     OR NEW.made_on <> OLD.made_on THEN
    RAISE EXCEPTION 'chiron:concerns.keys_stay';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER contact_keys_stay BEFORE UPDATE ON contact_keys FOR EACH ROW EXECUTE FUNCTION contact_keys_stay();

CREATE FUNCTION concern_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.institution_id <> OLD.institution_id OR NEW.id <> OLD.id OR NEW.token_hash <> OLD.token_hash
     OR NEW.opened_on <> OLD.opened_on THEN
    RAISE EXCEPTION 'chiron:concerns.stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER concern_moves BEFORE UPDATE ON concerns FOR EACH ROW EXECUTE FUNCTION concern_moves();

CREATE FUNCTION concern_message_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    RAISE EXCEPTION 'chiron:concerns.stays';
  END IF;
  IF NEW.number <> 1 + (SELECT count(*) FROM concern_messages m
                         WHERE m.institution_id = NEW.institution_id AND m.concern_id = NEW.concern_id) THEN
    RAISE EXCEPTION 'chiron:concerns.changed_meanwhile';
  END IF;
  IF NEW.contact_id IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM account_roles r
                      WHERE r.institution_id = NEW.institution_id AND r.account_id = NEW.contact_id
                        AND r.role = 'confidential_contact' AND r.program_id IS NULL
                        AND r.from_day <= NEW.day AND NEW.day < r.until_day) THEN
    RAISE EXCEPTION 'chiron:concerns.no_contact';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER concern_message_follows BEFORE INSERT OR UPDATE ON concern_messages
  FOR EACH ROW EXECUTE FUNCTION concern_message_follows();
