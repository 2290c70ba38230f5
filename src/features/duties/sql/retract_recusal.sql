UPDATE recusals SET retracted_by = $3
 WHERE institution_id = $1 AND id = $2
   AND (retracted_by IS NULL
        OR NOT EXISTS (SELECT 1 FROM changes r WHERE r.institution_id = $1 AND r.id = recusals.retracted_by
                          AND r.applied_number IS NOT NULL))
