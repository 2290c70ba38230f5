INSERT INTO name_choices (institution_id, written, person, chosen_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (institution_id, written) DO UPDATE SET person = excluded.person, chosen_at = excluded.chosen_at
