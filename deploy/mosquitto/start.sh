#!/bin/sh
# Starts Mosquitto in its container. Its files are copied first: Mosquitto wants its password file to be its own and
# nobody else's to read, which a mounted secret is not.
set -eu
umask 077

from=${MOSQUITTO_FROM:-/etc/tram5g/mosquitto}
to=${MOSQUITTO_TO:-/mosquitto/config}
secrets=${MOSQUITTO_SECRETS:-/run/secrets}

cp "$from/mosquitto.conf" "$to/mosquitto.conf"
# The rules of the realm's registry where `tram5g broker acl` has written them, else each user for the station of its own name.
rules=$from/acl-${TRAM5G_REALM:?name the realm}
[ -e "$rules" ] || rules=$from/acl
cp "$rules" "$to/acl"
cat "$secrets/mqtt-passwords" >"$to/passwords"

# Each simulated station logs in under its own name, and in a simulated realm only: simulated never mixes with live.
case $TRAM5G_REALM in
sim-*)
  password=$(cat "$secrets/mqtt-simulator-password")
  while read -r station; do
    printf '%s:%s\n' "$station" "$password"
  done <"$from/demo-stations" >"$to/demo-passwords"
  mosquitto_passwd -U "$to/demo-passwords"
  cat "$to/demo-passwords" >>"$to/passwords"
  rm "$to/demo-passwords"
  ;;
esac

exec mosquitto -c "$to/mosquitto.conf"
