-- What somebody answered, in whatever program.
CREATE INDEX educator_answers_of_person ON educator_answers (institution_id, person_id, program_id, takes_part);
