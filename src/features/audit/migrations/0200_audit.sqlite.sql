-- Entries are added at the end and kept; only payload and salt may be erased, together.
CREATE TRIGGER audit_entries_kept BEFORE DELETE ON audit_entries
BEGIN SELECT RAISE(ABORT, 'chiron:audit.append_only'); END;

CREATE TRIGGER audit_entries_fixed BEFORE UPDATE ON audit_entries
WHEN old.institution_id IS NOT new.institution_id OR old.seq IS NOT new.seq OR old.time IS NOT new.time
  OR old.type IS NOT new.type OR old.actor IS NOT new.actor OR old.subject IS NOT new.subject
  OR old.payload_hash IS NOT new.payload_hash OR old.hash IS NOT new.hash
  OR new.salt IS NOT NULL OR new.payload IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'chiron:audit.append_only'); END;

CREATE TRIGGER audit_entries_next BEFORE INSERT ON audit_entries
WHEN new.seq <> 1 + (SELECT coalesce(max(seq), 0) FROM audit_entries WHERE institution_id = new.institution_id)
BEGIN SELECT RAISE(ABORT, 'chiron:audit.append_only'); END;
