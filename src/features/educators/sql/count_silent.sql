-- Those who are there, without those of them who answered.
SELECT coalesce((SELECT CAST(sum(c.people) AS BIGINT)
                   FROM people_counts_now c
                  WHERE c.institution_id = $1
                    AND c.kind <> 'learner'
                    AND c.present_from <= $2
                    AND $2 < c.present_to), 0)
       - (SELECT count(*)
            FROM educator_answers a
           CROSS JOIN current_person_versions v
           WHERE a.institution_id = $1
             AND a.program_id = $3
             AND v.institution_id = a.institution_id
             AND v.person_id = a.person_id
             AND v.kind <> 'learner'
             AND v.present_from <= $2
             AND $2 < v.present_to)
