UPDATE changes SET state = 'applied', applied_at = $3,
  applied_number = 1 + coalesce((SELECT max(n.applied_number) FROM changes n
                                  WHERE n.institution_id = $1 AND n.applied_number IS NOT NULL), 0)
 WHERE institution_id = $1 AND id = $2 AND state = 'staged'
