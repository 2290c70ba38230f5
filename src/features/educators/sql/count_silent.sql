SELECT count(*)
  FROM current_person_versions v
 WHERE v.institution_id = $1 AND v.kind <> 'learner' AND v.present_from <= $2 AND v.present_to > $2
   AND NOT EXISTS (SELECT 1
                     FROM educator_answers a
                    WHERE a.institution_id = v.institution_id AND a.program_id = $3 AND a.person_id = v.person_id)
