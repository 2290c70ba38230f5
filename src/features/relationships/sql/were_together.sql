-- Whether there ever was an offer or a relationship between the two in the program, whatever became of it.
SELECT EXISTS (SELECT 1
                 FROM relationship_parties a
                 JOIN relationship_parties b
                   ON b.institution_id = a.institution_id
                  AND b.relationship_id = a.relationship_id
                  AND b.person_id = $4
                 JOIN relationships r ON r.institution_id = a.institution_id AND r.id = a.relationship_id
                WHERE a.institution_id = $1
                  AND r.program_id = $2
                  AND a.person_id = $3
                  AND a.side = 'learner'
                  AND b.side = 'educator')
