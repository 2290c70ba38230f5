-- waiting -> done | failed; done -> publishing -> published, once. What was asked and found stays.
CREATE TRIGGER match_run_moves BEFORE UPDATE ON match_runs
BEGIN
  SELECT RAISE(ABORT, 'chiron:match_runs.moves')
   WHERE OLD.state <> NEW.state
     AND OLD.state || '>' || NEW.state NOT IN
         ('waiting>done', 'waiting>failed', 'done>publishing', 'publishing>published');
  SELECT RAISE(ABORT, 'chiron:match_runs.fixed')
   WHERE OLD.program_id <> NEW.program_id
      OR OLD.number <> NEW.number
      OR OLD.charter_version <> NEW.charter_version
      OR OLD.settings <> NEW.settings
      OR (OLD.state <> 'waiting' AND (OLD.matched <> NEW.matched OR OLD.learners <> NEW.learners))
      OR (OLD.signed_off_at IS NOT NULL AND NEW.signed_off_at IS NOT OLD.signed_off_at);
END;
CREATE TRIGGER match_proposal_is_found BEFORE INSERT ON match_proposals
BEGIN
  SELECT RAISE(ABORT, 'chiron:match_runs.fixed')
   WHERE NOT EXISTS (SELECT 1
                       FROM match_runs r
                      WHERE r.institution_id = NEW.institution_id
                        AND r.id = NEW.run_id
                        AND r.state = 'waiting');
END;
CREATE TRIGGER match_proposal_stays BEFORE UPDATE ON match_proposals
WHEN OLD.became <> ''
  OR OLD.learner_id <> NEW.learner_id
  OR OLD.educator_id <> NEW.educator_id
  OR OLD.score <> NEW.score
BEGIN
  SELECT RAISE(ABORT, 'chiron:match_runs.fixed');
END;
