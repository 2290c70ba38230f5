SELECT k.version, k.bundle, k.seeds, k.made_on, k.vouched_by, k.vouched_signature
  FROM contact_keys k
 WHERE k.institution_id = $1 AND k.account_id = $2
 ORDER BY k.version DESC
 LIMIT 1
