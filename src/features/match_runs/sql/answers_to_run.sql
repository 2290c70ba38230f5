-- How the offers of a run were answered, counted: never by whom.
SELECT max(a.answer_by),
       count(CASE WHEN a.ending <> 'declined' AND a.accepted = a.parties THEN 1 END),
       count(CASE WHEN a.ending = 'declined' THEN 1 END),
       count(*)
  FROM (SELECT o.answer_by, coalesce(n.ending, '') AS ending,
               (SELECT count(*)
                  FROM offer_answers s
                 WHERE s.institution_id = o.institution_id
                   AND s.relationship_id = o.relationship_id
                   AND s.answer = 'accepted') AS accepted,
               (SELECT count(*)
                  FROM relationship_parties q
                 WHERE q.institution_id = o.institution_id AND q.relationship_id = o.relationship_id) AS parties
          FROM match_runs m
         CROSS JOIN match_proposals p
         CROSS JOIN relationship_parties pl
         CROSS JOIN relationships r
         CROSS JOIN relationship_parties pe
         CROSS JOIN offers o
          LEFT JOIN endings n ON n.institution_id = r.institution_id AND n.relationship_id = r.id
         WHERE m.institution_id = $1
           AND m.id = $2
           AND p.institution_id = m.institution_id
           AND p.run_id = m.id
           AND p.became = 'made'
           AND pl.institution_id = p.institution_id
           AND pl.person_id = p.learner_id
           AND pl.side = 'learner'
           AND r.institution_id = p.institution_id
           AND r.id = pl.relationship_id
           AND r.program_id = m.program_id
           AND pe.institution_id = p.institution_id
           AND pe.relationship_id = pl.relationship_id
           AND pe.person_id = p.educator_id
           AND pe.side = 'educator'
           AND o.institution_id = r.institution_id
           AND o.relationship_id = r.id) a
