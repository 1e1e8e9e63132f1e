#!/bin/sh
# The one-shot service "setup" of docker-compose.yml. Makes the secrets nobody gave, and hands each service a volume with
# the files it may read, owned by that service's user:
#   /handout/observatory   the collector's MQTT password, the API token, Grafana's admin password, client certificates
#   /handout/prometheus    the API token
#   /handout/mosquitto     the broker's whole configuration with hashed passwords
#   /handout/setup         nobody's: the password of the gateways, kept to show it
# It runs at each `docker compose up`, changes no secret that exists, and takes over what .env says.
#   docker compose run --rm setup show     prints what to type where
set -eu
umask 077

handout=${HANDOUT_FOLDER:-/handout}
source=${SOURCE_FOLDER:-/source}
observatory=$handout/observatory
prometheus=$handout/prometheus
mosquitto=$handout/mosquitto
gateway_password=$handout/setup/gateway-password
observatory_user=472
prometheus_user=65534
mosquitto_user=1883

# hand_over FOLDER USER: everything in it, and nobody else may look.
hand_over() {
  chmod -R go= "$1"
  [ -n "${KEEP_OWNER:-}" ] || chown -R "$2" "$1"
}

# copy_certificates FOLDER NAME…: those that there are.
copy_certificates() {
  folder=$1
  shift
  for name in "$@"; do
    if [ -f "$source/certificates/$name" ]; then cp "$source/certificates/$name" "$folder/"; fi
  done
}

# keep FILE VALUE: the value from .env, else what is there, else something new.
keep() {
  if [ -n "$2" ]; then
    printf '%s' "$2" >"$1"
  elif [ ! -s "$1" ]; then
    # Letters and digits only: people type it into radios.
    head -c 512 /dev/urandom | LC_ALL=C tr -dc 'A-Za-z0-9' | head -c 24 >"$1"
  fi
}

make_secrets() {
  keep "$observatory/mqtt-password" "${MQTT_PASSWORD:-}"
  keep "$observatory/api-token" "${API_TOKEN:-}"
  keep "$observatory/grafana-admin-password" "${GRAFANA_ADMIN_PASSWORD:-}"
  keep "$gateway_password" "${MQTT_GATEWAY_PASSWORD:-}"
  cp "$observatory/api-token" "$prometheus/mesh_api_token"
}

configure_broker() {
  cp "$source/mosquitto/mosquitto.conf" "$source/mosquitto/acl" "$mosquitto/"
  printf 'collector:%s\ngateway:%s\n' "$(cat "$observatory/mqtt-password")" "$(cat "$gateway_password")" \
    >"$mosquitto/passwords"
  # Hashes what it finds in plain text.
  mosquitto_passwd -U "$mosquitto/passwords"
}

show() {
  # The last thing that a first `up` makes.
  if [ ! -s "$gateway_password" ]; then
    echo 'There are no passwords yet. Make them and start everything first: docker compose up -d' >&2
    exit 1
  fi
  cat <<END
Grafana      http://localhost:${GRAFANA_PORT:-3000}
  user       admin
  password   $(cat "$observatory/grafana-admin-password")
             (of the first start; if you changed it in Grafana, only Grafana knows the new one)

Gateways     Meshtastic app: Module configuration, MQTT
  MQTT       enabled
  address    this computer's name or address, port ${MQTT_PORT:-1883}
  user       gateway
  password   $(cat "$gateway_password")
  root topic as the firmware sets it, for example msh/EU_868
  and on each channel you want to see: "Uplink enabled"

Collector    http://localhost:${COLLECTOR_PORT:-8080}/api/nodes and /metrics
  token      $(cat "$observatory/api-token")
END
  case ${MQTT_BIND:-127.0.0.1} in
    127.* | ::1) printf '\nGateways cannot reach the broker yet: set MQTT_BIND=0.0.0.0 in .env, then: docker compose up -d\n' ;;
  esac
}

case ${1:-} in
  show)
    show
    ;;
  '')
    make_secrets
    configure_broker
    copy_certificates "$mosquitto" ca.crt server.crt server.key
    copy_certificates "$observatory" ca.crt client.crt client.key
    hand_over "$observatory" $observatory_user
    hand_over "$prometheus" $prometheus_user
    hand_over "$mosquitto" $mosquitto_user
    echo 'Passwords and the configuration of the broker are ready. What to type where: docker compose run --rm setup show'
    ;;
  *)
    echo "setup knows 'show', not '$1'." >&2
    exit 64
    ;;
esac
