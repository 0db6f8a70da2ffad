#!/bin/bash
# Runs once, when PostgreSQL creates its data: the query service reads the events and changes none.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --set owner="$POSTGRES_USER" --set password="$FICHES_READER_PASSWORD" \
  --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create role fiches_reader login password :'password';
alter default privileges for role :"owner" in schema public grant select on tables to fiches_reader;
SQL
