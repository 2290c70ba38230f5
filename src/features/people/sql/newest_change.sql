SELECT coalesce(max(applied_number), 0) FROM changes WHERE institution_id = $1 AND applied_number IS NOT NULL
