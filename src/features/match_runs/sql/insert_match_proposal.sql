INSERT INTO match_proposals (institution_id, run_id, learner_id, educator_id, position, score, margin, verdict, wished,
                             kept, reasons, seats, became)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '')
