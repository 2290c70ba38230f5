SELECT id, accepted_at, undone_at, files, people_added, people_changed, people_left, duties_added, duties_ended
  FROM imports WHERE institution_id = $1 ORDER BY accepted_at DESC, id
