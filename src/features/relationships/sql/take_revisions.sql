UPDATE relationship_parties
   SET judged_revision = (SELECT q.revision
                            FROM people_now q
                           WHERE q.institution_id = relationship_parties.institution_id
                             AND q.id = relationship_parties.person_id)
 WHERE institution_id = $1
   AND relationship_id = ANY($2)
   AND judged_revision <> (SELECT q.revision
                             FROM people_now q
                            WHERE q.institution_id = relationship_parties.institution_id
                              AND q.id = relationship_parties.person_id)
