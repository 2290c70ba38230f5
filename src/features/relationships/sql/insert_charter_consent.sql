INSERT INTO charter_consents (institution_id, relationship_id, charter_version, person_id, consented_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (institution_id, relationship_id, charter_version, person_id) DO NOTHING
