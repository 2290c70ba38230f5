-- By the id alone, which comes from a case code: the writer stands before no institution.
SELECT institution_id, token_hash, opened_on, state FROM concerns WHERE id = $1
