INSERT INTO wishes (institution_id, program_id, learner_id, rank, educator_id) VALUES ($1, $2, $3, $4, $5)
