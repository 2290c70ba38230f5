-- Whether the learner holds a place in the program.
SELECT EXISTS (SELECT 1
                 FROM places_held h
                WHERE h.institution_id = $1
                  AND h.program_id = $2
                  AND h.person_id = $3
                  AND h.side = 'learner')
