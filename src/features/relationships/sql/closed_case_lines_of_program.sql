-- Newest first: as case_lines, of those that are over.
SELECT c.id, c.program_id, p.name, r.role, coalesce(l.given_name, ''), coalesce(l.family_name, ''),
       coalesce(e.given_name, ''), coalesce(e.family_name, ''), c.rule, c.level,
       c.deadline, c.starts_on, c.state, c.way, c.learner_told_at, r.state, c.closed_on
  FROM (SELECT *
          FROM cases
         WHERE institution_id = $1
           AND program_id = $6
           AND closed_on IS NOT NULL
           AND (closed_on, id) < ($2, $3)
           AND (learner_told_at IS NOT NULL OR educator_id <> $4)
         ORDER BY closed_on DESC, id DESC LIMIT $5) c
  JOIN relationships r ON r.institution_id = c.institution_id AND r.id = c.relationship_id
  JOIN programs p ON p.institution_id = c.institution_id AND p.id = c.program_id
  LEFT JOIN current_person_versions l ON l.institution_id = c.institution_id AND l.person_id = c.learner_id
  LEFT JOIN current_person_versions e ON e.institution_id = c.institution_id AND e.person_id = c.educator_id
 ORDER BY c.closed_on DESC, c.id DESC
