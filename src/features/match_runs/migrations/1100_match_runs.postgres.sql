-- waiting -> done | failed; done -> publishing -> published, once. What was asked and found stays.
CREATE FUNCTION match_run_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> NEW.state
     AND OLD.state || '>' || NEW.state NOT IN
         ('waiting>done', 'waiting>failed', 'done>publishing', 'publishing>published') THEN
    RAISE EXCEPTION 'chiron:match_runs.moves';
  END IF;
  IF OLD.program_id <> NEW.program_id
     OR OLD.number <> NEW.number
     OR OLD.charter_version <> NEW.charter_version
     OR OLD.settings <> NEW.settings
     OR (OLD.state <> 'waiting' AND (OLD.matched <> NEW.matched OR OLD.learners <> NEW.learners))
     OR (OLD.signed_off_at IS NOT NULL AND NEW.signed_off_at IS DISTINCT FROM OLD.signed_off_at) THEN
    RAISE EXCEPTION 'chiron:match_runs.fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER match_run_moves BEFORE UPDATE ON match_runs FOR EACH ROW EXECUTE FUNCTION match_run_moves();

CREATE FUNCTION match_proposal_is_found() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1
                   FROM match_runs r
                  WHERE r.institution_id = NEW.institution_id
                    AND r.id = NEW.run_id
                    AND r.state = 'waiting') THEN
    RAISE EXCEPTION 'chiron:match_runs.fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER match_proposal_is_found BEFORE INSERT ON match_proposals
  FOR EACH ROW EXECUTE FUNCTION match_proposal_is_found();

CREATE FUNCTION match_proposal_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.became <> ''
     OR OLD.learner_id <> NEW.learner_id
     OR OLD.educator_id <> NEW.educator_id
     OR OLD.score <> NEW.score THEN
    RAISE EXCEPTION 'chiron:match_runs.fixed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER match_proposal_stays BEFORE UPDATE ON match_proposals
  FOR EACH ROW EXECUTE FUNCTION match_proposal_stays();
