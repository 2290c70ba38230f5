-- What must not meet in one account; nothing of a role is lost; a demo's links stay in a demo.
CREATE TRIGGER account_role_apart AFTER INSERT ON account_roles
BEGIN
  SELECT RAISE(ABORT, 'chiron:accounts.roles_apart')
   WHERE EXISTS (SELECT 1 FROM account_roles_in_conflict c
                  WHERE c.institution_id = NEW.institution_id AND c.account_id = NEW.account_id);
  SELECT RAISE(ABORT, 'chiron:accounts.contact_has_power')
   WHERE NEW.role = 'confidential_contact'
     AND EXISTS (SELECT 1 FROM account_powers p
                  WHERE p.institution_id = NEW.institution_id AND p.account_id = NEW.account_id
                    AND p.from_day < NEW.until_day AND NEW.from_day < p.to_day);
END;

CREATE TRIGGER account_role_fixed BEFORE UPDATE ON account_roles
WHEN OLD.institution_id <> NEW.institution_id OR OLD.id <> NEW.id OR OLD.account_id <> NEW.account_id
  OR OLD.role <> NEW.role OR OLD.program_id IS NOT NEW.program_id OR OLD.from_day <> NEW.from_day
  OR NEW.until_day > OLD.until_day
BEGIN
  SELECT RAISE(ABORT, 'chiron:accounts.role_fixed');
END;

CREATE TRIGGER account_role_kept BEFORE DELETE ON account_roles
BEGIN
  SELECT RAISE(ABORT, 'chiron:accounts.role_fixed');
END;

CREATE TRIGGER account_of_demo_added BEFORE INSERT ON accounts
WHEN NEW.scheme = 'demo_link'
 AND NOT EXISTS (SELECT 1 FROM institutions i WHERE i.id = NEW.institution_id AND i.mode = 'demo')
BEGIN
  SELECT RAISE(ABORT, 'chiron:accounts.demo_only');
END;

CREATE TRIGGER account_fixed BEFORE UPDATE ON accounts
WHEN OLD.institution_id <> NEW.institution_id OR OLD.id <> NEW.id OR OLD.scheme <> NEW.scheme
  OR OLD.person_id IS NOT NEW.person_id
  OR NEW.totp_last_step < OLD.totp_last_step AND OLD.totp_secret IS NEW.totp_secret
BEGIN
  SELECT RAISE(ABORT, 'chiron:accounts.account_fixed');
END;

CREATE TRIGGER login_ended_for_good BEFORE UPDATE ON logins
WHEN OLD.ended_at IS NOT NULL AND NEW.ended_at IS NOT OLD.ended_at OR OLD.account_id <> NEW.account_id
  OR OLD.token_hash <> NEW.token_hash
BEGIN
  SELECT RAISE(ABORT, 'chiron:accounts.login_fixed');
END;

CREATE TRIGGER invitation_used_once BEFORE UPDATE ON invitations
WHEN OLD.used_at IS NOT NULL OR OLD.account_id <> NEW.account_id OR OLD.token_hash <> NEW.token_hash
  OR NEW.expires_at > OLD.expires_at
BEGIN
  SELECT RAISE(ABORT, 'chiron:accounts.invitation_used');
END;
