UPDATE duties SET retracted_by = $3
 WHERE institution_id = $1 AND id = ANY($2)
   AND (retracted_by IS NULL
        OR NOT EXISTS (SELECT 1 FROM changes r WHERE r.institution_id = $1 AND r.id = duties.retracted_by
                          AND r.applied_number IS NOT NULL))
