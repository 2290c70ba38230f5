SELECT r.id, r.program_id, r.number, r.charter_version, r.state, r.error_key, r.asked_at, r.learners, r.educators,
       r.seats, r.matched, r.signed_off_at, r.published_at, r.settings
  FROM programs p
  JOIN match_runs r
    ON r.institution_id = p.institution_id
   AND r.program_id = p.id
   AND r.number = (SELECT max(m.number)
                     FROM match_runs m
                    WHERE m.institution_id = p.institution_id AND m.program_id = p.id)
 WHERE p.institution_id = $1
