-- The kinds are written as in the index duty_of_management, which is small where the answer is no.
SELECT EXISTS (SELECT 1
                 FROM current_duties
                WHERE institution_id = $1
                  AND kind IN ('manages', 'directs', 'sets_rota_of'))
