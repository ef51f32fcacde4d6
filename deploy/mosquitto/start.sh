#!/bin/sh
# Starts Mosquitto in its container. Its files are copied first: Mosquitto wants its password file to be its own and
# nobody else's to read, which a mounted secret is not.
set -eu
umask 077

from=${TRAM5G_MOSQUITTO_FROM:-/etc/tram5g/mosquitto}
to=${TRAM5G_MOSQUITTO_TO:-/mosquitto/config}
passwords=${TRAM5G_MOSQUITTO_PASSWORDS:-/run/secrets/mqtt-passwords}

cp "$from/mosquitto.conf" "$to/mosquitto.conf"
cp "$from/acl" "$to/acl"
cat "$passwords" >"$to/passwords"

# The simulator speaks for every station, and in a simulated realm only: simulated never mixes with live.
case ${TRAM5G_REALM:?name the realm} in
sim-*)
  {
    echo
    echo 'user simulator'
    for kind in birth death pm pm/+ state alarm test; do
      echo "topic write tram5g/v1/$TRAM5G_REALM/+/$kind"
    done
    echo "topic read tram5g/v1/$TRAM5G_REALM/+/cmd"
  } >>"$to/acl"
  ;;
esac

exec mosquitto -c "$to/mosquitto.conf"
