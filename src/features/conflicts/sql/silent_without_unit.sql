-- The same where no coverage is stated: no other group about which any duty of this class is known today.
SELECT count(*)
  FROM current_person_versions v
 WHERE v.institution_id = $1
   AND v.kind <> 'educator'
   AND v.present_from <= $3
   AND $3 < v.present_to
   AND NOT EXISTS (SELECT 1
                     FROM current_duties m
                    WHERE m.institution_id = $1
                      AND m.person_id = v.person_id
                      AND m.kind = 'member_of'
                      AND m.target_kind = 'unit'
                      AND m.from_day <= $3
                      AND $3 < m.to_day)
   AND NOT EXISTS (SELECT 1
                     FROM current_duties o
                     JOIN duties_by_class d ON d.institution_id = o.institution_id
                                           AND d.target_group = o.target_group
                                           AND d.target_kind = o.target_kind
                    WHERE o.institution_id = $1
                      AND o.person_id = v.person_id
                      AND o.kind = 'member_of'
                      AND o.from_day <= $3
                      AND $3 < o.to_day
                      AND d.coverage_class = $2
                      AND d.from_day <= $3
                      AND $3 < d.to_day)
