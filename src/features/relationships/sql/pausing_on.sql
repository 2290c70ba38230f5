-- Whom moving to this day pauses (trigger day_pauses).
SELECT r.id
  FROM relationships r
 WHERE r.institution_id = $1
   AND r.state = 'active'
   AND EXISTS (SELECT 1
                 FROM findings f
                WHERE f.institution_id = r.institution_id
                  AND f.relationship_id = r.id
                  AND f.level = 'block'
                  AND f.standing = 'applies'
                  AND f.looks <> 'ahead'
                  AND f.from_day <= $2
                  AND $2 < f.to_day)
 ORDER BY r.id
