INSERT INTO relationship_parties (institution_id, relationship_id, person_id, side, judged_revision)
VALUES ($1, $2, $3, $4, -1)
