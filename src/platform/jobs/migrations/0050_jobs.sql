-- Work that outlives a request: jobs and, in the same table under queue 'outbox', messages to hand on after commit.
CREATE TABLE jobs (
  institution_id id NOT NULL,
  id id NOT NULL,
  queue text NOT NULL CHECK (queue IN ('job', 'outbox')),
  kind text NOT NULL,
  version int64 NOT NULL,
  idempotency_key text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'canceled')),
  payload text NOT NULL,
  run_at int64 NOT NULL,
  attempts int64 NOT NULL,
  attempts_limit int64 NOT NULL,
  lease_owner id,
  lease_until int64,
  progress int64 NOT NULL CHECK (progress BETWEEN 0 AND 1000),
  cancel_requested bool NOT NULL,
  result text NOT NULL,
  error_key text NOT NULL,
  created_at int64 NOT NULL,
  ended_at int64,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, kind, idempotency_key),
  CHECK ((state = 'running') = (lease_owner IS NOT NULL)),
  CHECK ((lease_owner IS NULL) = (lease_until IS NULL))
);
-- Both kinds of due work in one order: a waiting job from run_at, a running one whose lease has ended from then.
CREATE INDEX jobs_due ON jobs (coalesce(lease_until, run_at), id) WHERE state IN ('waiting', 'running');
CREATE INDEX jobs_ended ON jobs (ended_at) WHERE state IN ('done', 'failed', 'canceled');
