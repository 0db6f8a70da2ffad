-- Keys of the register itself, one a purpose, wrapped by the master key.
CREATE TABLE register_key (
  name    text PRIMARY KEY,
  wrapped text NOT NULL
);

-- What a kept document tells of a person, sealed under that person's key and cut out of the document, where covers stand instead.
CREATE TABLE source_passage (
  sha256    text NOT NULL REFERENCES source_document (sha256),
  fiche_id  text NOT NULL,
  person_id text NOT NULL,
  sealed    text NOT NULL,
  PRIMARY KEY (sha256, fiche_id, person_id)
);
CREATE INDEX source_passage_fiche ON source_passage (fiche_id);

-- Whether persons were taken apart already; what an earlier program kept is, when the command service starts.
ALTER TABLE source_document ADD COLUMN persons_apart boolean NOT NULL DEFAULT false;
ALTER TABLE import ADD COLUMN persons_apart boolean NOT NULL DEFAULT false;

-- The answers to proposals named persons. Whoever asks again proposes again, which records nothing.
DELETE FROM idempotency WHERE headers LIKE '%/api/v1/imports/%';

-- Receipts of erasures: no personal data. Begun before anything is destroyed, ended with the last of it.
CREATE TABLE erasure (
  erasure_id     text        PRIMARY KEY,
  fiche_id       text        NOT NULL,
  contact_id     text        NOT NULL,
  capacity       text,
  ground         text,
  actor          text        NOT NULL,
  -- Kept until the end, when it goes into the log.
  reason         text,
  correlation_id text,
  begun_at       timestamptz NOT NULL DEFAULT now(),
  ended_at       timestamptz,
  position       bigint,
  documents      integer     NOT NULL DEFAULT 0,
  passages       integer     NOT NULL DEFAULT 0,
  proposals      integer     NOT NULL DEFAULT 0,
  keys           integer     NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX erasure_running ON erasure (fiche_id, contact_id) WHERE ended_at IS NULL;
CREATE INDEX erasure_fiche ON erasure (fiche_id);

CREATE FUNCTION refuse_forgetting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'receipts are kept: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER erasure_kept BEFORE DELETE OR TRUNCATE ON erasure FOR EACH STATEMENT EXECUTE FUNCTION refuse_forgetting();

-- The keys an erasure destroys.
CREATE TABLE erasure_person (
  erasure_id text NOT NULL REFERENCES erasure (erasure_id),
  person_id  text NOT NULL,
  PRIMARY KEY (erasure_id, person_id)
);
CREATE INDEX erasure_person_id ON erasure_person (person_id);

-- Names that may not be said on a fiche, as marks under a key of the register: neither the names nor hashes that could be guessed by.
CREATE TABLE fence (
  fiche_id   text        NOT NULL,
  mark       text        NOT NULL,
  erasure_id text        NOT NULL REFERENCES erasure (erasure_id),
  lifted_at  timestamptz,
  lifted_by  text,
  PRIMARY KEY (fiche_id, mark)
);
