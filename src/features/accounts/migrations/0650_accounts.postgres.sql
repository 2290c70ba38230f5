-- What must not meet in one account; nothing of a role is lost; a demo's links stay in a demo. Two writers that each
-- add one of two such roles are told apart by SERIALIZABLE, which both read the account's roles under.
CREATE FUNCTION account_role_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM account_roles_in_conflict c
              WHERE c.institution_id = NEW.institution_id AND c.account_id = NEW.account_id) THEN
    RAISE EXCEPTION 'chiron:accounts.roles_apart';
  END IF;
  IF NEW.role = 'confidential_contact'
     AND EXISTS (SELECT 1 FROM account_powers p
                  WHERE p.institution_id = NEW.institution_id AND p.account_id = NEW.account_id
                    AND p.from_day < NEW.until_day AND NEW.from_day < p.to_day) THEN
    RAISE EXCEPTION 'chiron:accounts.contact_has_power';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER account_role_apart AFTER INSERT ON account_roles
  FOR EACH ROW EXECUTE FUNCTION account_role_apart();

CREATE FUNCTION account_role_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.institution_id = NEW.institution_id AND OLD.id = NEW.id
     AND OLD.account_id = NEW.account_id AND OLD.role = NEW.role
     AND OLD.program_id IS NOT DISTINCT FROM NEW.program_id AND OLD.from_day = NEW.from_day
     AND NEW.until_day <= OLD.until_day THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'chiron:accounts.role_fixed';
END $$;
CREATE TRIGGER account_role_fixed BEFORE UPDATE OR DELETE ON account_roles
  FOR EACH ROW EXECUTE FUNCTION account_role_fixed();

CREATE FUNCTION account_of_demo_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.scheme = 'demo_link'
     AND NOT EXISTS (SELECT 1 FROM institutions i WHERE i.id = NEW.institution_id AND i.mode = 'demo') THEN
    RAISE EXCEPTION 'chiron:accounts.demo_only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER account_of_demo_added BEFORE INSERT ON accounts
  FOR EACH ROW EXECUTE FUNCTION account_of_demo_added();

CREATE FUNCTION account_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.institution_id <> NEW.institution_id OR OLD.id <> NEW.id OR OLD.scheme <> NEW.scheme
     OR OLD.person_id IS DISTINCT FROM NEW.person_id
     OR NEW.totp_last_step < OLD.totp_last_step AND OLD.totp_secret IS NOT DISTINCT FROM NEW.totp_secret THEN
    RAISE EXCEPTION 'chiron:accounts.account_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER account_fixed BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION account_fixed();

CREATE FUNCTION login_ended_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at OR OLD.account_id <> NEW.account_id
     OR OLD.token_hash <> NEW.token_hash THEN
    RAISE EXCEPTION 'chiron:accounts.login_fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER login_ended_for_good BEFORE UPDATE ON logins FOR EACH ROW EXECUTE FUNCTION login_ended_for_good();

CREATE FUNCTION invitation_used_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.used_at IS NOT NULL OR OLD.account_id <> NEW.account_id OR OLD.token_hash <> NEW.token_hash
     OR NEW.expires_at > OLD.expires_at THEN
    RAISE EXCEPTION 'chiron:accounts.invitation_used';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER invitation_used_once BEFORE UPDATE ON invitations
  FOR EACH ROW EXECUTE FUNCTION invitation_used_once();
