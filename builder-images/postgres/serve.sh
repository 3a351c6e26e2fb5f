#!/usr/bin/env bash
# Makes the database at the first start, then becomes PostgreSQL. Everybody needs the password.
set -euo pipefail

data=/var/lib/postgresql/data/main
user=${POSTGRES_USER:-hearth}
database=${POSTGRES_DB:-$user}

# Made aside: a start that is cut short leaves nothing that looks like a database.
make_database() {
  local aside=$data.new password=${POSTGRES_PASSWORD:-}
  [[ -z ${POSTGRES_PASSWORD_FILE:-} ]] || password=$(<"$POSTGRES_PASSWORD_FILE")
  if [[ -z $password ]]; then
    echo "tried to make the database, but it has no password: set POSTGRES_PASSWORD_FILE or POSTGRES_PASSWORD" >&2
    exit 1
  fi
  rm -rf -- "$aside"
  initdb --pgdata="$aside" --username="$user" --pwfile=<(printf '%s\n' "$password") \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >/dev/null
  echo 'host all all all scram-sha-256' >>"$aside/pg_hba.conf"
  if [[ $database != postgres ]]; then
    echo "create database \"$database\"" | postgres --single -D "$aside" postgres >/dev/null
  fi
  mv -- "$aside" "$data"
}

[[ -e $data ]] || make_database
unset POSTGRES_PASSWORD
exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories=/var/run/postgresql "$@"
