SELECT rule, role FROM waivable_rules ORDER BY rule, role
