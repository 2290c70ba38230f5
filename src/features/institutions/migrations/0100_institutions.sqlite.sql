-- Id and mode are written once; an institution is never deleted.
CREATE TRIGGER institutions_fixed BEFORE UPDATE OF id, mode ON institutions
WHEN old.mode <> new.mode OR old.id <> new.id
BEGIN SELECT RAISE(ABORT, 'chiron:institutions.mode_fixed'); END;

CREATE TRIGGER institutions_kept BEFORE DELETE ON institutions
BEGIN SELECT RAISE(ABORT, 'chiron:institutions.kept'); END;
