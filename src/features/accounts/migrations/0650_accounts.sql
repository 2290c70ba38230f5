-- Who may sign in. `proof` is crypto_auth(what the browser derived ‖ id, pepper): the pepper lies outside the database,
-- and so does the key that `totp_secret` is sealed with. A code of a step counts once.
CREATE TABLE accounts (
  institution_id id NOT NULL,
  id id NOT NULL,
  email text NOT NULL CONSTRAINT "accounts.email_form" CHECK (length(email) BETWEEN 3 AND 254 AND email = lower(email)),
  person_id id,
  state text NOT NULL CONSTRAINT "accounts.state" CHECK (state IN ('invited', 'active', 'disabled')),
  scheme text NOT NULL CONSTRAINT "accounts.scheme" CHECK (scheme IN ('passphrase', 'demo_link')),
  salt bytes NOT NULL CONSTRAINT "accounts.salt" CHECK (length(salt) = 16),
  proof bytes,
  totp_secret bytes,
  totp_last_step int64 NOT NULL,
  created_at int64 NOT NULL,
  changed_at int64 NOT NULL,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, email),
  CONSTRAINT "accounts.unproven"
    CHECK (state <> 'active' OR scheme = 'demo_link' OR (proof IS NOT NULL AND totp_secret IS NOT NULL)),
  FOREIGN KEY (institution_id) REFERENCES institutions (id),
  FOREIGN KEY (institution_id, person_id) REFERENCES people (institution_id, id)
);
CREATE UNIQUE INDEX account_of_person ON accounts (institution_id, person_id) WHERE person_id IS NOT NULL;

-- A link by which somebody joins, once. What they chose waits here until a code of their app has confirmed it: until
-- then the account is as it was.
CREATE TABLE invitations (
  institution_id id NOT NULL,
  id id NOT NULL,
  account_id id NOT NULL,
  token_hash bytes NOT NULL UNIQUE,
  salt bytes NOT NULL,
  proof bytes,
  totp_secret bytes,
  made_at int64 NOT NULL,
  made_by id,
  expires_at int64 NOT NULL CONSTRAINT "accounts.invitation_days" CHECK (made_at < expires_at),
  used_at int64,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, account_id) REFERENCES accounts (institution_id, id)
);
CREATE INDEX invitation_of_account ON invitations (institution_id, account_id);

-- Logins. Of the cookie only its hash is here, so that a copy of this table opens nothing.
CREATE TABLE logins (
  institution_id id NOT NULL,
  id id NOT NULL,
  account_id id NOT NULL,
  token_hash bytes NOT NULL UNIQUE,
  browser text NOT NULL CONSTRAINT "accounts.browser" CHECK (length(browser) <= 16),
  created_at int64 NOT NULL,
  seen_at int64 NOT NULL,
  ended_at int64,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, account_id) REFERENCES accounts (institution_id, id)
);
CREATE INDEX login_of_account ON logins (institution_id, account_id, created_at);

-- Roles with the days on which they hold; in one program, or in the whole institution. Ended by their last day, never
-- deleted.
CREATE TABLE account_roles (
  institution_id id NOT NULL,
  id id NOT NULL,
  account_id id NOT NULL,
  role text NOT NULL CONSTRAINT "accounts.role"
    CHECK (role IN ('coordinator', 'lead', 'leader', 'evaluator', 'operator', 'confidential_contact')),
  program_id id,
  from_day int64 NOT NULL,
  until_day int64 NOT NULL CONSTRAINT "accounts.role_days" CHECK (from_day <= until_day),
  granted_at int64 NOT NULL,
  granted_by id,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, account_id) REFERENCES accounts (institution_id, id),
  FOREIGN KEY (institution_id, program_id) REFERENCES programs (institution_id, id)
);
CREATE INDEX role_of_account ON account_roles (institution_id, account_id);

-- Roles of one account that must not meet (docs/confidentiality.md 4.2), on days that both cover.
CREATE VIEW account_roles_in_conflict AS
SELECT a.institution_id, a.account_id
  FROM account_roles a
  JOIN account_roles b ON b.institution_id = a.institution_id AND b.account_id = a.account_id
   AND b.from_day < a.until_day AND a.from_day < b.until_day
 WHERE (a.role = 'operator' AND b.role = 'evaluator')
    OR (a.role = 'confidential_contact' AND b.role = 'coordinator')
    OR (a.role = 'evaluator' AND b.role = 'coordinator'
        AND (a.program_id IS NULL OR b.program_id IS NULL OR a.program_id = b.program_id));

-- Days on which the person of an account supervises, manages, assesses or sits on a panel: nobody can be a confidential
-- contact then.
CREATE VIEW account_powers AS
SELECT a.institution_id, a.id AS account_id, d.from_day, d.to_day
  FROM accounts a
  JOIN current_duties d ON d.institution_id = a.institution_id AND d.person_id = a.person_id
 WHERE d.kind IN ('supervises', 'supervises_clinically', 'manages', 'assesses', 'writes_evaluation', 'appraises',
                  'sits_on', 'prepares_panel_file', 'directs');
