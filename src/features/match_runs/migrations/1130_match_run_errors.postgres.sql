-- Written while the run waits, and stays.
CREATE TRIGGER match_run_errors_stay BEFORE INSERT OR UPDATE OR DELETE ON match_run_errors
  FOR EACH ROW EXECUTE FUNCTION match_answers_stay();
