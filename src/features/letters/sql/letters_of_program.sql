SELECT kind, revision, silent, subject, words FROM program_letters WHERE institution_id = $1 AND program_id = $2
