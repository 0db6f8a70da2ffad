-- The log. Payload and metadata are JSON text, so that a person can read them with psql; nothing ever updates or deletes a row.
CREATE TABLE domainevententry (
  globalindex         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  aggregateidentifier text   NOT NULL,
  sequencenumber      bigint NOT NULL,
  type                text,
  eventidentifier     text   NOT NULL UNIQUE,
  metadata            text,
  payload             text   NOT NULL,
  payloadrevision     text,
  payloadtype         text   NOT NULL,
  timestamp           text   NOT NULL,
  UNIQUE (aggregateidentifier, sequencenumber)
);

-- Append only, enforced where nobody can forget it.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'events are facts: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER domainevententry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON domainevententry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Wakes whoever follows the log; delivered at commit.
CREATE FUNCTION notify_appended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('fiches_appended', '');
  RETURN NULL;
END $$;
CREATE TRIGGER domainevententry_notify AFTER INSERT ON domainevententry
  FOR EACH STATEMENT EXECUTE FUNCTION notify_appended();

-- Axon's; no snapshot is taken today, but its engine looks for one.
CREATE TABLE snapshotevententry (
  aggregateidentifier text   NOT NULL,
  sequencenumber      bigint NOT NULL,
  type                text   NOT NULL,
  eventidentifier     text   NOT NULL UNIQUE,
  metadata            text,
  payload             text   NOT NULL,
  payloadrevision     text,
  payloadtype         text   NOT NULL,
  timestamp           text   NOT NULL,
  PRIMARY KEY (aggregateidentifier, sequencenumber)
);

-- One key a person, wrapped by the master key. Destroying it (wrapped = null) erases the person.
CREATE TABLE person_key (
  person_id    text PRIMARY KEY,
  wrapped      text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  destroyed_at timestamptz,
  CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);
