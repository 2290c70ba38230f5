INSERT INTO waivable_rules (rule, role)
VALUES ($1, $2)
ON CONFLICT (rule, role) DO NOTHING
