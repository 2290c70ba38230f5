SELECT day FROM institution_days WHERE institution_id = $1
