-- Who waits, in the order in which seats are offered to them.
CREATE INDEX waiting_in_order ON waiting_learners (institution_id, program_id, goes_first DESC, since, lot, learner_id);
-- What became of the proposals of a run, counted from the index alone.
CREATE INDEX match_proposals_that_became ON match_proposals (institution_id, run_id, became);
-- In which programs somebody waits.
CREATE INDEX waiting_of_learner ON waiting_learners (institution_id, learner_id);
