-- What a heading of a kind of file meant once ("ignore": left out): later files of that kind are read by it. `folded`
-- is the heading as it is compared, `heading` as it was written.
CREATE TABLE column_choices (
  institution_id id NOT NULL,
  kind text NOT NULL CONSTRAINT "imports.column_kind" CHECK (kind IN ('people', 'learners', 'educators', 'duties',
    'placements', 'evaluations', 'panels', 'blocks', 'coverage', 'pairs')),
  folded text NOT NULL,
  heading text NOT NULL CONSTRAINT "imports.column_heading" CHECK (length(heading) BETWEEN 1 AND 400),
  meaning text NOT NULL CONSTRAINT "imports.column_meaning" CHECK (length(meaning) BETWEEN 1 AND 40),
  chosen_at int64 NOT NULL,
  PRIMARY KEY (institution_id, kind, folded),
  FOREIGN KEY (institution_id) REFERENCES institutions (id)
);
