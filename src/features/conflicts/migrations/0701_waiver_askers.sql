-- A waiver is approved by another person than the one who asked for it (triggers per engine); this index finds the
-- waivers of two people in the order in which they were asked for.
CREATE INDEX waivers_of_pair ON waivers (institution_id, learner_id, educator_id, role, requested_at);
DROP INDEX waiver_of_learner;
