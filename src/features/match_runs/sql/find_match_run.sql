SELECT id, program_id, number, charter_version, state, error_key, asked_at, learners, educators, seats, matched,
       signed_off_at, published_at, settings
  FROM match_runs
 WHERE institution_id = $1 AND id = $2
