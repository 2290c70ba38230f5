INSERT INTO reports (institution_id, name, made_at, title, standing, program, next, document)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (institution_id, name) DO UPDATE
  SET made_at = EXCLUDED.made_at, title = EXCLUDED.title, standing = EXCLUDED.standing,
      program = EXCLUDED.program, next = EXCLUDED.next, document = EXCLUDED.document
