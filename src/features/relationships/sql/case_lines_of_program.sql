-- The first of them by the index, and only then what else a line shows. The day stands there twice, as SQLite seeks by
-- the expression but not by the pair. Who asks and is the educator sees none before the learner was told.
SELECT c.id, c.program_id, p.name, r.role, coalesce(l.given_name, ''), coalesce(l.family_name, ''),
       coalesce(e.given_name, ''), coalesce(e.family_name, ''), c.rule, c.level,
       c.deadline, c.starts_on, c.state, c.way, c.learner_told_at, r.state, c.closed_on
  FROM (SELECT *
          FROM cases
         WHERE institution_id = $1
           AND program_id = $7
           AND closed_on IS NULL
           AND coalesce(starts_on, deadline) >= $2
           AND (coalesce(starts_on, deadline), id) > ($2, $3)
           AND ($4 = '' OR state = $4)
           AND (learner_told_at IS NOT NULL OR educator_id <> $5)
         ORDER BY coalesce(starts_on, deadline), id LIMIT $6) c
  JOIN relationships r ON r.institution_id = c.institution_id AND r.id = c.relationship_id
  JOIN programs p ON p.institution_id = c.institution_id AND p.id = c.program_id
  LEFT JOIN current_person_versions l ON l.institution_id = c.institution_id AND l.person_id = c.learner_id
  LEFT JOIN current_person_versions e ON e.institution_id = c.institution_id AND e.person_id = c.educator_id
 ORDER BY coalesce(c.starts_on, c.deadline), c.id
