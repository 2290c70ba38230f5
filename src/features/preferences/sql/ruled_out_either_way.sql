SELECT EXISTS (SELECT 1
                 FROM vetoes
                WHERE institution_id = $1
                  AND program_id = $2
                  AND (person_id = $3 AND not_with_id = $4 OR person_id = $4 AND not_with_id = $3))
