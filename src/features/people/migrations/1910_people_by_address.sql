-- Whose address an account has is asked for at every request of an account that is nobody of the roster yet.
CREATE INDEX person_version_by_email ON person_versions (institution_id, email);
