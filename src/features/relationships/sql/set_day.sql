INSERT INTO institution_days (institution_id, day) VALUES ($1, $2)
ON CONFLICT (institution_id) DO UPDATE SET day = EXCLUDED.day
