UPDATE person_versions SET retracted_by = $3
 WHERE institution_id = $1 AND person_id = ANY($2)
   AND EXISTS (SELECT 1 FROM changes s WHERE s.institution_id = $1 AND s.id = person_versions.said_by
                  AND s.applied_number IS NOT NULL)
   AND (retracted_by IS NULL
        OR NOT EXISTS (SELECT 1 FROM changes r WHERE r.institution_id = $1 AND r.id = person_versions.retracted_by
                          AND r.applied_number IS NOT NULL))
