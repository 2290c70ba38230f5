-- Answers counted from the index alone.
CREATE INDEX educator_answers_counted ON educator_answers (institution_id, program_id, takes_part, capacity);
