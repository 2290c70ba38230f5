DELETE FROM waivable_rules WHERE rule = $1 AND role = $2
