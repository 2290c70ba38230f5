INSERT INTO charter_versions (institution_id, program_id, number, record, matters, terms, widens, recorded_at,
                              recorded_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
