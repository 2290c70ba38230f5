-- What a program office made of a mail: its own words (both empty: as shipped), and whether it is sent at all.
CREATE TABLE program_letters (
  institution_id id NOT NULL,
  program_id id NOT NULL,
  kind text NOT NULL CONSTRAINT "letters.kind"
    CHECK (kind IN ('invite', 'wishes', 'answers', 'preview', 'matched', 'waiting', 'reminder', 'changed')),
  revision int64 NOT NULL,
  silent bool NOT NULL,
  subject text NOT NULL CONSTRAINT "letters.subject_length" CHECK (length(subject) <= 120),
  words text NOT NULL CONSTRAINT "letters.words_length" CHECK (length(words) <= 4000),
  PRIMARY KEY (institution_id, program_id, kind),
  CONSTRAINT "letters.half_own" CHECK ((subject = '') = (words = '')),
  FOREIGN KEY (institution_id, program_id) REFERENCES programs (institution_id, id)
);

-- Who was written to: once for a person, program, kind and occasion, whoever asks and however often. `letter_key` is
-- the key of the letter in the outbox; `outcome` is noted when it has ended, since the outbox forgets.
CREATE TABLE letters_posted (
  institution_id id NOT NULL,
  program_id id NOT NULL,
  kind text NOT NULL,
  person_id id NOT NULL,
  occasion text NOT NULL,
  posted_at int64 NOT NULL,
  letter_key text NOT NULL,
  outcome text NOT NULL CONSTRAINT "letters.outcome" CHECK (outcome IN ('', 'sent', 'failed', 'kept')),
  PRIMARY KEY (institution_id, program_id, kind, person_id, occasion),
  FOREIGN KEY (institution_id, program_id) REFERENCES programs (institution_id, id),
  FOREIGN KEY (institution_id, person_id) REFERENCES people (institution_id, id)
);
CREATE INDEX letters_without_outcome ON letters_posted (institution_id, letter_key) WHERE outcome = '';

-- What became of each: as noted, else as the outbox has it. kept: mail is not set up, so nothing left.
CREATE VIEW letter_outcomes AS
SELECT l.institution_id, l.program_id, l.kind, l.person_id, l.occasion, l.letter_key, l.outcome AS noted,
       CASE WHEN l.outcome <> '' THEN l.outcome
            WHEN j.state = 'done' AND j.result = 'handed_on' THEN 'sent'
            WHEN j.state = 'done' THEN 'kept'
            WHEN j.state IN ('failed', 'canceled') THEN 'failed'
            ELSE 'waiting' END AS outcome
  FROM letters_posted l
  LEFT JOIN jobs j
    ON j.institution_id = l.institution_id AND j.kind = 'mail.send' AND j.idempotency_key = l.letter_key;
