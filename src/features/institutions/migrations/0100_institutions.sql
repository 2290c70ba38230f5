-- The institutions of one installation. Every other table's keys start with institution_id.
CREATE TABLE institutions (
  id id PRIMARY KEY NOT NULL,
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  time_zone text NOT NULL,
  mode text NOT NULL CONSTRAINT "institutions.mode_unknown" CHECK (mode IN ('demo', 'production'))
);
