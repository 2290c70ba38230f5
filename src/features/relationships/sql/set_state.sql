UPDATE relationships SET state = $3, revision = revision + 1 WHERE institution_id = $1 AND id = $2 AND state <> $3
