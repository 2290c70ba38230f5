UPDATE letters_posted SET outcome = $6
 WHERE institution_id = $1 AND program_id = $2 AND kind = $3 AND person_id = $4 AND occasion = $5 AND outcome = ''
