-- An official identifier belongs to one fiche.
CREATE TABLE identifier_claim (
  scheme   text NOT NULL,
  value    text NOT NULL,
  fiche_id text NOT NULL,
  PRIMARY KEY (scheme, value)
);

-- What a request with an Idempotency-Key was answered, written in the request's own transaction.
CREATE TABLE idempotency (
  actor       text        NOT NULL,
  key         text        NOT NULL,
  fingerprint text        NOT NULL,
  status      integer     NOT NULL,
  headers     text        NOT NULL,
  body        text        NOT NULL,
  answered_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_answered_at ON idempotency (answered_at);
