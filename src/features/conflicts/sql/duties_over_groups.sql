-- What some people do to groups: nobody holds many of these, though a large group has many holders.
SELECT d.id, d.kind, d.person_id, d.target_person_id, d.target_kind, d.target_group, d.from_day, d.to_day
  FROM current_duties d
 WHERE d.institution_id = $1
   AND d.person_id = ANY($2)
   AND d.target_group IS NOT NULL
   AND d.kind <> 'member_of'
