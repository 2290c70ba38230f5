UPDATE contact_keys SET vouched_by = $4, vouched_signature = $5
 WHERE institution_id = $1 AND account_id = $2 AND version = $3 AND vouched_by IS NULL
