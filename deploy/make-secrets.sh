#!/bin/sh
# Makes the secrets of docker-compose.yml, each once: random, never printed, kept where they are already there.
#
# The directory is 0700, so on this host nobody but its owner reaches a secret. The files in it are 0444: Compose mounts
# each of them alone into its containers, which run as users of their own (472, 1000, 1883) and have no way in with 0600.
set -eu
umask 077

dir=${1:-$(dirname "$0")/secrets}
mkdir -p "$dir"
chmod 0700 "$dir"

random() {
  od -An -N32 -tx1 /dev/urandom | tr -d ' \n'
}

make() {
  if [ -s "$dir/$1" ]; then
    echo "kept  $dir/$1"
    return
  fi
  random >"$dir/$1"
  chmod 0444 "$dir/$1"
  echo "made  $dir/$1"
}

make influx-admin-password
make influx-admin-token
make grafana-admin-password
make console-token
make mqtt-collector-password
make mqtt-simulator-password

# What the broker knows of the passwords: hashes only. Stations are added with
#   mosquitto_passwd deploy/secrets/mqtt-passwords HN-0001
# and the broker reads them at its next start.
if [ -s "$dir/mqtt-passwords" ]; then
  echo "kept  $dir/mqtt-passwords"
else
  plain="$dir/mqtt-passwords.new"
  printf 'collector:%s\n' "$(cat "$dir/mqtt-collector-password")" >"$plain"
  if command -v mosquitto_passwd >/dev/null 2>&1; then
    mosquitto_passwd -U "$plain"
  else
    docker run --rm --network none --user "$(id -u):$(id -g)" --volume "$(cd "$dir" && pwd):/secrets" \
      --entrypoint mosquitto_passwd eclipse-mosquitto:2.0 -U /secrets/mqtt-passwords.new
  fi
  # to be added to by its owner
  chmod 0644 "$plain"
  mv "$plain" "$dir/mqtt-passwords"
  echo "made  $dir/mqtt-passwords"
fi
