-- How many learners an educator takes in a program; no row: nobody counts. Open relationships take seats.
CREATE TABLE program_seats (
  institution_id id NOT NULL,
  program_id id NOT NULL,
  person_id id NOT NULL,
  seats int64 NOT NULL CONSTRAINT "relationships.seats" CHECK (seats BETWEEN 0 AND 500),
  PRIMARY KEY (institution_id, program_id, person_id),
  FOREIGN KEY (institution_id, program_id) REFERENCES programs (institution_id, id),
  FOREIGN KEY (institution_id, person_id) REFERENCES people (institution_id, id)
);

-- An offer waits for answers until the day before `answer_by`; then it stands, or ends where it needs a yes.
CREATE TABLE offers (
  institution_id id NOT NULL,
  relationship_id id NOT NULL,
  acceptance text NOT NULL CONSTRAINT "relationships.acceptance"
    CHECK (acceptance IN ('stands_unless_declined', 'explicit')),
  offered_on int64 NOT NULL,
  answer_by int64 NOT NULL CONSTRAINT "relationships.answer_by" CHECK (offered_on < answer_by),
  PRIMARY KEY (institution_id, relationship_id),
  FOREIGN KEY (institution_id, relationship_id) REFERENCES relationships (institution_id, id)
);
CREATE INDEX offers_by_day ON offers (institution_id, answer_by);

-- What a party said to an offer, once.
CREATE TABLE offer_answers (
  institution_id id NOT NULL,
  relationship_id id NOT NULL,
  person_id id NOT NULL,
  answer text NOT NULL CONSTRAINT "relationships.answer" CHECK (answer IN ('accepted', 'declined')),
  answered_at int64 NOT NULL,
  PRIMARY KEY (institution_id, relationship_id, person_id),
  FOREIGN KEY (institution_id, relationship_id) REFERENCES offers (institution_id, relationship_id),
  FOREIGN KEY (institution_id, relationship_id, person_id)
    REFERENCES relationship_parties (institution_id, relationship_id, person_id)
);

-- How a relationship ended: of an early end nothing more is told than that (docs/foundations.md 11).
CREATE TABLE endings (
  institution_id id NOT NULL,
  relationship_id id NOT NULL,
  ended_on int64 NOT NULL,
  ending text NOT NULL CONSTRAINT "relationships.ending"
    CHECK (ending IN ('declined', 'not_answered', 'conflict', 'withdrawn', 'ended_early', 'completed')),
  PRIMARY KEY (institution_id, relationship_id),
  FOREIGN KEY (institution_id, relationship_id) REFERENCES relationships (institution_id, id)
);

-- Who holds a place in which program: parties of relationships that are not closed.
CREATE VIEW places_held AS
SELECT r.institution_id, r.program_id, p.person_id, p.side, r.id AS relationship_id
  FROM relationship_parties p
  JOIN relationships r ON r.institution_id = p.institution_id AND r.id = p.relationship_id
 WHERE r.state <> 'closed' AND p.left_on IS NULL;
