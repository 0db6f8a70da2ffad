-- Source documents, by the SHA-256 of their bytes; sealed, because a page names people.
CREATE TABLE source_document (
  sha256      text        PRIMARY KEY,
  media_type  text        NOT NULL,
  content     text        NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);

-- What was proposed from a source and what became of it. The proposal and the report are sealed for the same reason.
CREATE TABLE import (
  import_id   text        PRIMARY KEY,
  status      text        NOT NULL CHECK (status IN ('PROPOSED', 'ACCEPTED', 'PARTLY_ACCEPTED', 'DISCARDED', 'REVERSED')),
  sha256      text        NOT NULL REFERENCES source_document (sha256),
  name        text        NOT NULL,
  actor       text        NOT NULL,
  proposed_at timestamptz NOT NULL DEFAULT now(),
  proposal    text        NOT NULL
);
