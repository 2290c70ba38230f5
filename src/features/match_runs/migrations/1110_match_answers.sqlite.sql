-- What a run was computed from is kept while it waits, and stays.
CREATE TRIGGER match_educators_on_insert BEFORE INSERT ON match_educators
WHEN NOT EXISTS (SELECT 1
                   FROM match_runs r
                  WHERE r.institution_id = NEW.institution_id AND r.id = NEW.run_id AND r.state = 'waiting')
BEGIN
  SELECT RAISE(ABORT, 'chiron:match_runs.fixed');
END;
CREATE TRIGGER match_educators_on_update BEFORE UPDATE ON match_educators
WHEN NOT EXISTS (SELECT 1
                   FROM match_runs r
                  WHERE r.institution_id = NEW.institution_id AND r.id = NEW.run_id AND r.state = 'waiting')
BEGIN
  SELECT RAISE(ABORT, 'chiron:match_runs.fixed');
END;
CREATE TRIGGER match_educators_on_delete BEFORE DELETE ON match_educators
WHEN NOT EXISTS (SELECT 1
                   FROM match_runs r
                  WHERE r.institution_id = OLD.institution_id AND r.id = OLD.run_id AND r.state = 'waiting')
BEGIN
  SELECT RAISE(ABORT, 'chiron:match_runs.fixed');
END;
CREATE TRIGGER match_wishes_on_insert BEFORE INSERT ON match_wishes
WHEN NOT EXISTS (SELECT 1
                   FROM match_runs r
                  WHERE r.institution_id = NEW.institution_id AND r.id = NEW.run_id AND r.state = 'waiting')
BEGIN
  SELECT RAISE(ABORT, 'chiron:match_runs.fixed');
END;
CREATE TRIGGER match_wishes_on_update BEFORE UPDATE ON match_wishes
WHEN NOT EXISTS (SELECT 1
                   FROM match_runs r
                  WHERE r.institution_id = NEW.institution_id AND r.id = NEW.run_id AND r.state = 'waiting')
BEGIN
  SELECT RAISE(ABORT, 'chiron:match_runs.fixed');
END;
CREATE TRIGGER match_wishes_on_delete BEFORE DELETE ON match_wishes
WHEN NOT EXISTS (SELECT 1
                   FROM match_runs r
                  WHERE r.institution_id = OLD.institution_id AND r.id = OLD.run_id AND r.state = 'waiting')
BEGIN
  SELECT RAISE(ABORT, 'chiron:match_runs.fixed');
END;
CREATE TRIGGER match_vetoes_on_insert BEFORE INSERT ON match_vetoes
WHEN NOT EXISTS (SELECT 1
                   FROM match_runs r
                  WHERE r.institution_id = NEW.institution_id AND r.id = NEW.run_id AND r.state = 'waiting')
BEGIN
  SELECT RAISE(ABORT, 'chiron:match_runs.fixed');
END;
CREATE TRIGGER match_vetoes_on_update BEFORE UPDATE ON match_vetoes
WHEN NOT EXISTS (SELECT 1
                   FROM match_runs r
                  WHERE r.institution_id = NEW.institution_id AND r.id = NEW.run_id AND r.state = 'waiting')
BEGIN
  SELECT RAISE(ABORT, 'chiron:match_runs.fixed');
END;
CREATE TRIGGER match_vetoes_on_delete BEFORE DELETE ON match_vetoes
WHEN NOT EXISTS (SELECT 1
                   FROM match_runs r
                  WHERE r.institution_id = OLD.institution_id AND r.id = OLD.run_id AND r.state = 'waiting')
BEGIN
  SELECT RAISE(ABORT, 'chiron:match_runs.fixed');
END;
