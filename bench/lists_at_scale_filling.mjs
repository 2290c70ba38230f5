// What bench/lists_at_scale.mjs writes by hand into a database that holds people and two programs: statements for both
// engines, without what their triggers would do. Every number grows with that of the relationships.

/** Days of a program's list that is looked at, and accounts that look. */
const looking = { days: 200, records: ["cases", "proposals", "pairs", "waiting_list", "answers"] };

/** {tables, statements}: `tables` are those whose triggers must be off; today in days, now in microseconds. */
export function filling({ engine, relationships, today, now }) {
  const lite = engine === "sqlite";
  const id = lite ? "randomblob(16)" : "gen_random_uuid()";
  const yes = lite ? "1" : "TRUE";
  const no = lite ? "0" : "FALSE";
  /** As many of this as with 250,000 relationships, in the same share. */
  const of = (count) => Math.max(1, Math.round((count * relationships) / 250_000));
  const program = "(SELECT id FROM programs WHERE name = 'Everybody')";
  const side = "(SELECT id FROM programs WHERE name = 'Side 0')";
  const institution = "(SELECT id FROM institutions)";
  const account = (email) => `(SELECT id FROM accounts WHERE email = '${email}')`;
  const from_day = today + 30;
  const to_day = today + 395;
  const numbers = (name, count) =>
    `CREATE TEMP TABLE ${name} AS
     WITH RECURSIVE c (n) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT n + 1 FROM c WHERE n < ${count - 1})
     SELECT n, ${id} AS id FROM c;`;
  const people = (name, kind) =>
    `CREATE TEMP TABLE ${name} AS
     SELECT row_number() OVER (ORDER BY p.external_id) - 1 AS n, p.id, p.revision
       FROM people p JOIN person_versions v ON v.person_id = p.id WHERE v.kind = '${kind}';
     CREATE UNIQUE INDEX ${name}_n ON ${name} (n);`;
  const statements = [
    `CREATE TEMP TABLE one AS SELECT ${institution} AS institution, ${program} AS program, ${side} AS side,
            (SELECT said_by FROM people LIMIT 1) AS said_by, ${account("office@example.org")} AS office,
            ${account("lead@example.org")} AS lead, (SELECT count(*) FROM people p JOIN person_versions v
              ON v.person_id = p.id WHERE v.kind = 'educator') AS educators;`,
    people("l", "learner"),
    people("e", "educator"),

    // A pair for every learner: a fifth ended, a fifth offered, the others run.
    numbers("pairs", relationships),
    `CREATE TEMP TABLE made AS
     SELECT r.n, r.id, l.id AS learner, l.revision AS learner_revision, e.id AS educator,
            e.revision AS educator_revision,
            CASE r.n % 5 WHEN 0 THEN 'closed' WHEN 1 THEN 'offered' ELSE 'active' END AS state
       FROM one, pairs r JOIN l ON l.n = r.n JOIN e ON e.n = r.n % (SELECT educators FROM one);`,
    `INSERT INTO relationships (institution_id, id, program_id, charter_version, role, state, standing, from_day,
                                to_day, revision)
     SELECT institution, id, program, 1, 'mentor', state, 'judged', ${from_day}, ${to_day}, 2 FROM one, made;`,
    `INSERT INTO relationship_parties (institution_id, relationship_id, person_id, side, judged_revision)
     SELECT institution, id, learner, 'learner', learner_revision FROM one, made UNION ALL
     SELECT institution, id, educator, 'educator', educator_revision FROM one, made;`,
    `INSERT INTO program_seats (institution_id, program_id, person_id, seats)
     SELECT institution, program, e.id, 5 FROM one, e;`,
    `INSERT INTO offers (institution_id, relationship_id, acceptance, offered_on, answer_by)
     SELECT institution, id, 'stands_unless_declined', ${today} - CASE state WHEN 'offered' THEN 3 ELSE 17 END,
            ${today} + CASE state WHEN 'offered' THEN 4 ELSE -10 END
       FROM one, made;`,
    `INSERT INTO offer_answers (institution_id, relationship_id, person_id, answer, answered_at)
     SELECT institution, id, learner, 'accepted', ${now} FROM one, made WHERE state = 'offered' AND n % 10 = 1;`,
    `INSERT INTO endings (institution_id, relationship_id, ended_on, ending)
     SELECT institution, id, ${today} - n % 9,
            CASE n % 3 WHEN 0 THEN 'declined' WHEN 1 THEN 'ended_early' ELSE 'withdrawn' END
       FROM one, made WHERE state = 'closed';`,
    `INSERT INTO waiting_learners (institution_id, program_id, learner_id, goes_first, since, lot)
     SELECT institution, program, learner, CASE n % 2 WHEN 0 THEN ${yes} ELSE ${no} END, ${now} - n * 1000000, n
       FROM one, made WHERE state = 'closed' AND n < ${5 * of(20_000)};`,

    // A run that was published, and one that waits for it.
    ...[1, 2].map(
      (number) =>
        `INSERT INTO match_runs (institution_id, id, program_id, number, charter_version, settings, state, error_key,
                                 asked_at, learners, educators, seats, matched, signed_off_at, signed_off_by,
                                 published_at, published_by)
         SELECT institution, ${id}, program, ${number}, 1, terms, ${number === 1 ? "'published'" : "'done'"}, '',
                ${now},
                ${relationships}, educators, 5 * educators,
                ${relationships - (number === 1 ? 0 : of(20_000))}, ${now}, lead,
                ${number === 1 ? `${now}, office` : "NULL, NULL"}
           FROM one JOIN charter_versions ON program_id = program;`,
    ),
    `INSERT INTO match_proposals (institution_id, run_id, learner_id, educator_id, position, score, margin, verdict,
                                  wished, kept, reasons, seats, became)
     SELECT institution, r.id, learner, educator, n, 1000 + n % 500, n % 90, 'clear', 'none', ${no},
            'specialty 40; site 20; interests 15; languages 10', 5, CASE r.number WHEN 1 THEN 'made' ELSE '' END
       FROM one, made, match_runs r WHERE r.program_id = program AND (r.number = 1 OR n >= ${of(20_000)});`,
    `INSERT INTO match_unplaced (institution_id, run_id, learner_id, reason)
     SELECT institution, r.id, learner, 'no_seat'
       FROM one, made, match_runs r WHERE r.program_id = program AND r.number = 2 AND n < ${of(20_000)};`,

    // Answers, wishes, letters.
    `INSERT INTO educator_answers (institution_id, program_id, person_id, revision, takes_part, capacity, released_by,
                                   topics, ways, path, declared_on, answered_at)
     SELECT institution, program, e.id, 1, CASE WHEN n % 10 < 8 THEN ${yes} ELSE ${no} END,
            CASE WHEN n % 10 < 8 THEN 5 ELSE 0 END, '', 'exams wellbeing', 'asks listens',
            'I grew up far from here, came for the training and stayed for the people whom I met on the wards.',
            ${today}, ${now}
       FROM one, e;`,
    `INSERT INTO readiness_checks (institution_id, person_id, role, passed_on)
     SELECT institution, e.id, 'mentor', ${today} FROM one, e WHERE n % 2 = 0;`,
    `INSERT INTO wish_lists (institution_id, program_id, learner_id, revision, saved_at)
     SELECT institution, program, l.id, 1, ${now} FROM one, l WHERE n < ${of(50_000)};`,
    ...[1, 2, 3].map(
      (rank) =>
        `INSERT INTO wishes (institution_id, program_id, learner_id, rank, educator_id)
         SELECT institution, program, l.id, ${rank}, e.id
           FROM one, l JOIN e ON e.n = (l.n * 7 + ${rank}) % (SELECT educators FROM one) WHERE l.n < ${of(50_000)};`,
    ),
    `INSERT INTO vetoes (institution_id, program_id, person_id, not_with_id)
     SELECT institution, program, l.id, e.id FROM one, l JOIN e ON e.n = l.n WHERE l.n < ${of(5_000)};`,
    ...["l", "e"].map(
      (who) =>
        `INSERT INTO letters_posted (institution_id, program_id, kind, person_id, occasion, posted_at, letter_key,
                                     outcome)
         SELECT institution, program, 'invite', id, '', ${now}, 'letter ' || n || '${who}', 'sent' FROM one, ${who};`,
    ),

    // Cases: those that are open pause their pair on a day of the next two hundred.
    ...["open", "closed"].map(
      (state, at) =>
        `INSERT INTO cases (institution_id, id, relationship_id, learner_id, educator_id, tie, rule, level, opened_on,
                            deadline, starts_on, state, way, learner_told_at, others_told_at, closed_on, program_id)
         SELECT institution, ${id}, id, learner, educator, 'supervises', 'supervises_now', 'block', ${today} - 2,
                ${today} + 20 + n % 200, ${today} + 20 + n % 200,
                CASE WHEN '${state}' = 'open' AND n % 10 = 2 THEN 'decided' ELSE '${state}' END,
                CASE WHEN '${state}' = 'open' AND n % 10 = 2 THEN 'rematch' END,
                CASE WHEN n % 7 > 0 THEN ${now} END, NULL, ${state === "open" ? "NULL" : `${today} - n % 2`}, program
           FROM one, (SELECT row_number() OVER (ORDER BY n) - 1 AS place, made.* FROM made WHERE state = 'active') m
          WHERE place / ${of(20_000)} = ${at};`,
    ),
    `INSERT INTO findings (institution_id, relationship_id, learner_id, educator_id, rule, tie, looks, level, standing,
                           from_day, to_day)
     SELECT institution, relationship_id, learner_id, educator_id, rule, tie, 'now', level, 'applies', starts_on,
            starts_on + 60
       FROM one, cases WHERE closed_on IS NULL;`,
    `INSERT INTO known_pairs (institution_id, learner_id, educator_id, role, from_day, to_day, said_by)
     SELECT institution, l.id, e.id, CASE l.n % 2 WHEN 0 THEN 'mentor' ELSE '' END, ${today} - 300, ${today} + 65,
            said_by
       FROM one, l JOIN e ON e.n = (l.n + CASE l.n % 3 WHEN 0 THEN 0 ELSE 7 END) % (SELECT educators FROM one)
      WHERE l.n < ${of(100_000)};`,

    // Two thousand small programs, each about one of a thousand sites.
    numbers("others", of(2_000)),
    `INSERT INTO programs (institution_id, id, name, role, state, started_at, revision)
     SELECT institution, id, 'Side ' || (n + 1), 'mentor', 'running', ${now}, 2 FROM one, others;`,
    `INSERT INTO charter_versions (institution_id, program_id, number, record, matters, terms, widens, recorded_at)
     SELECT institution, others.id, 1, record, matters,
            replace(replace(terms, 'Side 0', 'Side ' || (n + 1)), '"Site 0"', '"Site ' || (n % 1000) || '"'), ${no},
            ${now}
       FROM one, others, charter_versions v WHERE v.program_id = side;`,
    numbers("small", of(2_000) * 100),
    `CREATE TEMP TABLE more AS
     SELECT r.n, r.id, o.id AS program, l.id AS learner, l.revision AS learner_revision, e.id AS educator,
            e.revision AS educator_revision
       FROM one, small r JOIN others o ON o.n = r.n / 100 JOIN l ON l.n = r.n
       JOIN e ON e.n = (r.n * 13) % (SELECT educators FROM one);`,
    `INSERT INTO relationships (institution_id, id, program_id, charter_version, role, state, standing, from_day,
                                to_day, revision)
     SELECT institution, id, more.program, 1, 'mentor', 'active', 'judged', ${from_day}, ${to_day}, 2 FROM one, more;`,
    `INSERT INTO relationship_parties (institution_id, relationship_id, person_id, side, judged_revision)
     SELECT institution, id, learner, 'learner', learner_revision FROM one, more UNION ALL
     SELECT institution, id, educator, 'educator', educator_revision FROM one, more;`,

    // Who looked: at cases of learners, and at the lists of the large program on every day.
    `INSERT INTO looks (institution_id, subject, day, record, account_id, at)
     SELECT institution, l.id, ${today} - n % ${looking.days}, 'case', office, ${now}
       FROM one, l WHERE n < ${of(98_000)};`,
    ...looking.records.map(
      (record) =>
        `INSERT INTO looks (institution_id, subject, day, record, account_id, at)
         SELECT institution, program, ${today} - n - 1, '${record}', office, ${now}
           FROM one, l WHERE n < ${looking.days} UNION ALL
         SELECT institution, program, ${today} - n - 1, '${record}', lead, ${now}
           FROM one, l WHERE n < ${looking.days};`,
    ),
  ];
  const tables = [
    ...["relationships", "relationship_parties", "program_seats", "offers", "offer_answers", "endings"],
    ...["waiting_learners", "match_runs", "match_proposals", "match_unplaced", "educator_answers", "readiness_checks"],
    ...["wish_lists", "wishes", "vetoes", "letters_posted", "cases", "findings", "known_pairs", "programs"],
    ...["charter_versions", "looks"],
  ];
  return { tables, statements };
}
