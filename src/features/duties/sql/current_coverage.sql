SELECT kind, target_kind, target_group, from_day, to_day FROM coverage
 WHERE institution_id = $1 AND retracted_at IS NULL
 ORDER BY target_kind, target_group, kind, from_day
