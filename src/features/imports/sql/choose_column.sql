INSERT INTO column_choices (institution_id, kind, folded, heading, meaning, chosen_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (institution_id, kind, folded) DO UPDATE
SET heading = excluded.heading, meaning = excluded.meaning, chosen_at = excluded.chosen_at
