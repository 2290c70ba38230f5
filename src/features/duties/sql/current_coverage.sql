SELECT kind, target_kind, target_group, from_day, to_day FROM current_coverage
 WHERE institution_id = $1
 ORDER BY target_kind, target_group, kind, from_day
