-- Characters of source documents that tell of a person who was erased: masked whenever the document is shown. Lines are counted from
-- 1, characters within a line from 0 in UTF-16 units, the last one excluded, as evidence counts them.
CREATE TABLE source_redaction (
  sha256      text        NOT NULL,
  line        integer     NOT NULL,
  from_char   integer     NOT NULL,
  to_char     integer     NOT NULL,
  person_id   text        NOT NULL,
  redacted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sha256, line, from_char, to_char, person_id)
);

-- Persons who were erased before there was this table: the log still knows where they stand.
INSERT INTO source_redaction (sha256, line, from_char, to_char, person_id, redacted_at)
SELECT evidence ->> 'source', (evidence ->> 'line')::int, (evidence ->> 'from')::int, (evidence ->> 'to')::int,
       key.person_id, key.destroyed_at
FROM person_key key
JOIN domainevententry event
  ON coalesce(event.payload::jsonb #>> '{contact,person,personId}', event.payload::jsonb #>> '{person,personId}') = key.person_id,
     jsonb_array_elements(event.metadata::jsonb -> 'evidence') evidence
WHERE key.destroyed_at IS NOT NULL
  AND event.payloadtype IN ('ContactNamed', 'ContactChanged')
  AND evidence ->> 'path' LIKE '/contacts/%'
ON CONFLICT DO NOTHING;

-- What a source was called is asked for with the source.
CREATE INDEX import_sha256 ON import (sha256, proposed_at);
