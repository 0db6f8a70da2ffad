#!/bin/bash
# Runs once, when PostgreSQL creates its data: the provider of accounts has a database of its own.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --set password="$FICHES_KEYCLOAK_DB_PASSWORD" \
  --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create role keycloak login password :'password';
create database keycloak owner keycloak;
revoke connect on database keycloak from public;
SQL
