UPDATE relationships SET charter_version = $3, revision = revision + 1
 WHERE institution_id = $1 AND id = $2
