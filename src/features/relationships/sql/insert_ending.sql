INSERT INTO endings (institution_id, relationship_id, ended_on, ending) VALUES ($1, $2, $3, $4)
