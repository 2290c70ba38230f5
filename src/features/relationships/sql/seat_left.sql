-- Whether the educator has a place left in the program; true where nobody counts.
SELECT NOT EXISTS (SELECT 1
                     FROM program_seats s
                    WHERE s.institution_id = $1
                      AND s.program_id = $2
                      AND s.person_id = $3
                      AND s.seats <= (SELECT count(*)
                                        FROM places_held h
                                       WHERE h.institution_id = s.institution_id
                                         AND h.program_id = s.program_id
                                         AND h.person_id = s.person_id
                                         AND h.side = 'educator'))
