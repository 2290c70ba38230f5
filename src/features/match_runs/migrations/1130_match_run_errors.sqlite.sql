-- Written while the run waits, and stays.
CREATE TRIGGER match_run_errors_on_insert BEFORE INSERT ON match_run_errors
WHEN NOT EXISTS (SELECT 1
                   FROM match_runs r
                  WHERE r.institution_id = NEW.institution_id AND r.id = NEW.run_id AND r.state = 'waiting')
BEGIN
  SELECT RAISE(ABORT, 'chiron:match_runs.fixed');
END;
CREATE TRIGGER match_run_errors_on_update BEFORE UPDATE ON match_run_errors
WHEN NOT EXISTS (SELECT 1
                   FROM match_runs r
                  WHERE r.institution_id = NEW.institution_id AND r.id = NEW.run_id AND r.state = 'waiting')
BEGIN
  SELECT RAISE(ABORT, 'chiron:match_runs.fixed');
END;
CREATE TRIGGER match_run_errors_on_delete BEFORE DELETE ON match_run_errors
WHEN NOT EXISTS (SELECT 1
                   FROM match_runs r
                  WHERE r.institution_id = OLD.institution_id AND r.id = OLD.run_id AND r.state = 'waiting')
BEGIN
  SELECT RAISE(ABORT, 'chiron:match_runs.fixed');
END;
