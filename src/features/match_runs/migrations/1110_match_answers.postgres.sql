-- What a run was computed from is kept while it waits, and stays.
CREATE FUNCTION match_answers_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  answer record;
BEGIN
  IF TG_OP = 'DELETE' THEN answer := OLD; ELSE answer := NEW; END IF;
  IF NOT EXISTS (SELECT 1
                   FROM match_runs r
                  WHERE r.institution_id = answer.institution_id AND r.id = answer.run_id AND r.state = 'waiting') THEN
    RAISE EXCEPTION 'chiron:match_runs.fixed';
  END IF;
  RETURN answer;
END $$;
CREATE TRIGGER match_educators_stay BEFORE INSERT OR UPDATE OR DELETE ON match_educators
  FOR EACH ROW EXECUTE FUNCTION match_answers_stay();
CREATE TRIGGER match_wishes_stay BEFORE INSERT OR UPDATE OR DELETE ON match_wishes
  FOR EACH ROW EXECUTE FUNCTION match_answers_stay();
CREATE TRIGGER match_vetoes_stay BEFORE INSERT OR UPDATE OR DELETE ON match_vetoes
  FOR EACH ROW EXECUTE FUNCTION match_answers_stay();
