UPDATE program_letters SET revision = revision + 1, silent = $5, subject = $6, words = $7
 WHERE institution_id = $1 AND program_id = $2 AND kind = $3 AND revision = $4
