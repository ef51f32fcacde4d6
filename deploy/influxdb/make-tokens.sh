#!/bin/bash
# Makes the two tokens that tram5g works with, each in a volume of its own; the operator token stays here. Runs at every
# start, keeps a token that still works and makes a new one where the database has been set up anew.
set -euo pipefail
umask 022

export INFLUX_HOST=${INFLUX_HOST:-http://influxdb:8086}
export INFLUX_ORG=${INFLUX_ORG:-tram5g}
export INFLUX_CONFIGS_PATH=/tmp/influx-configs
INFLUX_TOKEN=$(cat "${OPERATOR_TOKEN_FILE:-/run/secrets/influx-admin-token}")
export INFLUX_TOKEN

works() {
  [ -s "$1" ] && printf 'Authorization: Token %s' "$(cat "$1")" |
    curl --fail --silent --output /dev/null --header @- "$INFLUX_HOST/api/v2/buckets?limit=1"
}

token() {
  local file=$1 description=$2
  shift 2
  if works "$file"; then
    echo "kept: $description"
    return
  fi
  influx auth create --json --description "$description" "$@" |
    sed -n 's/.*"token": *"\([^"]*\)".*/\1/p' >"$file.new"
  if [ ! -s "$file.new" ]; then
    echo "No token in the answer to 'influx auth create' for: $description" >&2
    exit 1
  fi
  mv "$file.new" "$file"
  echo "made: $description"
}

# The processor makes the buckets of its realm and writes them.
token "${WRITER_DIR:-/run/tram5g/influx-writer}/token" 'tram5g processor' --read-buckets --write-buckets --read-orgs
# Grafana and the console read. Grafana sends what its users ask on to the database: never with a right to write.
token "${READER_DIR:-/run/tram5g/influx-reader}/token" 'tram5g dashboards' --read-buckets --read-orgs
