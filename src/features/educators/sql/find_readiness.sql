SELECT passed_on FROM readiness_checks WHERE institution_id = $1 AND person_id = $2 AND role = $3
