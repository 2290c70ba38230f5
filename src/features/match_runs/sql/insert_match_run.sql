-- The next number of the program.
INSERT INTO match_runs (institution_id, id, program_id, number, charter_version, settings, state, error_key, asked_at,
                        asked_by, learners, educators, seats, matched)
VALUES ($1, $2, $3,
        (SELECT coalesce(max(r.number), 0) + 1 FROM match_runs r WHERE r.institution_id = $1 AND r.program_id = $3),
        $4, $5, 'waiting', '', $6, $7, 0, 0, 0, 0)
