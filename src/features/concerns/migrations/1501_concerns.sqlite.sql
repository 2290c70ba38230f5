-- Keys and messages stay as they were made; a version counts up by one; only a contact has keys and answers.
CREATE TRIGGER contact_keys_begin BEFORE INSERT ON contact_keys
BEGIN
  SELECT RAISE(ABORT, 'chiron:concerns.keys_changed')
   WHERE NEW.version <> 1 + (SELECT count(*) FROM contact_keys k
                              WHERE k.institution_id = NEW.institution_id AND k.account_id = NEW.account_id);
  SELECT RAISE(ABORT, 'chiron:concerns.no_contact')
   WHERE NOT EXISTS (SELECT 1 FROM account_roles r
                      WHERE r.institution_id = NEW.institution_id AND r.account_id = NEW.account_id
                        AND r.role = 'confidential_contact' AND r.program_id IS NULL
                        AND r.from_day <= NEW.made_on AND NEW.made_on < r.until_day);
END;
CREATE TRIGGER contact_keys_stay BEFORE UPDATE ON contact_keys
WHEN OLD.vouched_by IS NOT NULL OR NEW.institution_id <> OLD.institution_id OR NEW.account_id <> OLD.account_id
  OR NEW.version <> OLD.version OR NEW.bundle <> OLD.bundle OR NEW.seeds <> OLD.seeds OR NEW.made_on <> OLD.made_on
BEGIN
  SELECT RAISE(ABORT, 'chiron:concerns.keys_stay');
END;

CREATE TRIGGER concern_moves BEFORE UPDATE ON concerns
WHEN NEW.institution_id <> OLD.institution_id OR NEW.id <> OLD.id OR NEW.token_hash <> OLD.token_hash
  OR NEW.opened_on <> OLD.opened_on
BEGIN
  SELECT RAISE(ABORT, 'chiron:concerns.stays');
END;

CREATE TRIGGER concern_message_follows BEFORE INSERT ON concern_messages
BEGIN
  SELECT RAISE(ABORT, 'chiron:concerns.changed_meanwhile')
   WHERE NEW.number <> 1 + (SELECT count(*) FROM concern_messages m
                             WHERE m.institution_id = NEW.institution_id AND m.concern_id = NEW.concern_id);
  SELECT RAISE(ABORT, 'chiron:concerns.no_contact')
   WHERE NEW.contact_id IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM account_roles r
                      WHERE r.institution_id = NEW.institution_id AND r.account_id = NEW.contact_id
                        AND r.role = 'confidential_contact' AND r.program_id IS NULL
                        AND r.from_day <= NEW.day AND NEW.day < r.until_day);
END;
CREATE TRIGGER concern_message_stays BEFORE UPDATE ON concern_messages
BEGIN
  SELECT RAISE(ABORT, 'chiron:concerns.stays');
END;
