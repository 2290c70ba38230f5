-- The kinds are written as in the index duty_of_ties, which is small where the answer is no.
SELECT EXISTS (SELECT 1
                 FROM current_duties
                WHERE institution_id = $1
                  AND kind IN ('selects', 'referees', 'investigates', 'supervises_thesis', 'related_to', 'other'))
