#!/bin/sh
# Puts together the provisioning folder that Grafana reads, by what the environment says: YAML cannot choose, and a contact
# point with an empty address keeps Grafana from starting.
#
#     select.sh SOURCE TARGET     SOURCE = this folder, TARGET = what GF_PATHS_PROVISIONING names; its files are replaced
#
# Files of your own in SOURCE/datasources, dashboards, plugins and alerting are taken along.
#
# ALERT_RULES     mesh (default): rules on the mesh data source; prometheus: the same on Prometheus; none
# PROMETHEUS_URL  adds Prometheus as a data source
# ALERT_...       adds a way to be notified and the policy that uses it, see docs/monitoring.md
set -eu

fail() {
  echo "provisioning: $1" >&2
  exit 64
}

[ $# -eq 2 ] || fail "select.sh takes two folders, SOURCE and TARGET"
source=$1
target=$2
optional=$source/optional
[ -d "$optional" ] || fail "$source has no folder \"optional\""
mkdir -p "$target" || fail "$target cannot be made"
[ "$(cd "$source" && pwd -P)" != "$(cd "$target" && pwd -P)" ] || fail "SOURCE and TARGET are the same folder, $source"

for folder in datasources dashboards plugins alerting; do
  mkdir -p "$target/$folder"
  rm -f "$target/$folder"/*.yaml "$target/$folder"/*.yml "$target/$folder"/*.json
  for file in "$source/$folder"/*.yaml "$source/$folder"/*.yml "$source/$folder"/*.json; do
    [ ! -f "$file" ] || cp "$file" "$target/$folder/"
  done
done
# Grafana looks into this one, too, and complains when it is not there.
mkdir -p "$target/access-control"
chosen=' mesh data source, dashboards, app,'
put() {
  cp "$source/$1" "$target/$2"
  chosen="$chosen $3"
}

[ -z "${PROMETHEUS_URL:-}" ] || put optional/prometheus/datasource.yaml datasources/prometheus.yaml 'Prometheus,'

case ${ALERT_RULES:-mesh} in
  mesh) chosen="$chosen alert rules on the mesh data source," ;;
  prometheus)
    [ -n "${PROMETHEUS_URL:-}" ] || fail 'ALERT_RULES=prometheus needs PROMETHEUS_URL'
    put optional/prometheus/rules.yaml alerting/mesh-rules.yaml 'alert rules on Prometheus,'
    ;;
  none) rm -f "$target/alerting/mesh-rules.yaml" ;;
  *) fail "ALERT_RULES is \"$ALERT_RULES\"; allowed: mesh, prometheus, none" ;;
esac

if [ -n "${ALERT_TELEGRAM_BOT_TOKEN:-}" ] && [ -z "${ALERT_TELEGRAM_CHAT_ID:-}" ]; then
  fail 'ALERT_TELEGRAM_BOT_TOKEN needs ALERT_TELEGRAM_CHAT_ID'
fi
notify=
notify_by() {
  [ -n "$2" ] || return 0
  notify=yes
  put "optional/notify/$1.yaml" "alerting/notify-$1.yaml" "$1,"
}
case ${ALERT_NOTIFY:-} in
  '')
    notify_by webhook "${ALERT_WEBHOOK_URL:-}"
    notify_by ntfy "${ALERT_NTFY_URL:-}"
    notify_by email "${ALERT_EMAIL_TO:-}"
    notify_by telegram "${ALERT_TELEGRAM_BOT_TOKEN:-}"
    notify_by discord "${ALERT_DISCORD_URL:-}"
    if [ -n "$notify" ]; then
      put optional/notify/template.yaml alerting/notify-template.yaml 'message template,'
      put optional/notify/policy.yaml alerting/notify-policy.yaml 'notification policy,'
    fi
    ;;
  remove) put optional/notify/remove.yaml alerting/notify-remove.yaml 'removal of notifications,' ;;
  *) fail "ALERT_NOTIFY is \"$ALERT_NOTIFY\"; allowed: nothing, remove" ;;
esac

echo "provisioning:${chosen%,}"
