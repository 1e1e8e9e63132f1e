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
#
# A part that an earlier start chose and this one does not is deleted from Grafana, which otherwise keeps it and lets
# nobody change it.
set -eu
# Addresses and tokens stand in the files of the ways to be notified.
umask 077

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

# Grafana does not start with two default data sources: yours is the default, if you have one.
own_default=$(grep -lE '^ *isDefault: *true' "$target"/datasources/*.yaml "$target"/datasources/*.yml 2>/dev/null || true)
ours=$target/datasources/mesh-observatory.yaml
if [ -z "$own_default" ] && [ -f "$ours" ]; then
  awk '{ print } /^ *access: proxy/ { sub(/access: proxy/, "isDefault: true"); print }' "$ours" >"$ours.new"
  mv "$ours.new" "$ours"
fi

if [ -n "${PROMETHEUS_URL:-}" ]; then
  put optional/prometheus/datasource.yaml datasources/prometheus.yaml 'Prometheus,'
else
  printf 'apiVersion: 1\ndeleteDatasources:\n  - { name: Mesh Prometheus, orgId: 1 }\n' >"$target/datasources/no-prometheus.yaml"
fi

case ${ALERT_RULES:-mesh} in
  mesh) chosen="$chosen alert rules on the mesh data source," ;;
  prometheus)
    [ -n "${PROMETHEUS_URL:-}" ] || fail 'ALERT_RULES=prometheus needs PROMETHEUS_URL'
    put optional/prometheus/rules.yaml alerting/mesh-rules.yaml 'alert rules on Prometheus,'
    ;;
  none)
    rules=$target/alerting/mesh-rules.yaml
    {
      printf 'apiVersion: 1\ndeleteRules:\n'
      sed -nE 's/^ *- uid: (mesh-[a-z0-9-]+)$/  - { orgId: 1, uid: \1 }/p' "$source/alerting/mesh-rules.yaml"
    } >"$rules"
    ;;
  *) fail "ALERT_RULES is \"$ALERT_RULES\"; allowed: mesh, prometheus, none" ;;
esac

if [ -n "${ALERT_TELEGRAM_BOT_TOKEN:-}" ] && [ -z "${ALERT_TELEGRAM_CHAT_ID:-}" ]; then
  fail 'ALERT_TELEGRAM_BOT_TOKEN needs ALERT_TELEGRAM_CHAT_ID'
fi
if [ -n "${ALERT_EMAIL_TO:-}" ] && [ "${GF_SMTP_ENABLED:-}" != true ]; then
  fail 'ALERT_EMAIL_TO needs a mail server: GF_SMTP_ENABLED=true, GF_SMTP_HOST, and what it asks for'
fi

# Puts values where the file names variables, as quoted text: Grafana takes 0123 or -100 for numbers, and does not start.
fill() {
  awk '
    match($0, /: \$[A-Z_]+/) {
      name = substr($0, RSTART + 3, RLENGTH - 3)
      value = ENVIRON[name] substr($0, RSTART + RLENGTH)
      gsub(/\$/, "$$", value)
      gsub(/\047/, "\047\047", value)
      print substr($0, 1, RSTART + 1) "\047" value "\047"
      next
    }
    { print }
  ' "$source/$1" >"$target/$2"
}
notify=
unused=
notify_by() {
  if [ -z "$2" ]; then
    unused="$unused $1"
    return
  fi
  notify=yes
  fill "optional/notify/$1.yaml" "alerting/notify-$1.yaml"
  chosen="$chosen $1,"
}
# ALERT_NOTIFY=remove acts once: afterwards the policy belongs to whoever changes it.
removed=${GF_PATHS_DATA:-$target}/mesh-observatory-notifications-removed
case ${ALERT_NOTIFY:-} in
  '')
    rm -f "$removed"
    notify_by webhook "${ALERT_WEBHOOK_URL:-}"
    notify_by ntfy "${ALERT_NTFY_URL:-}"
    notify_by email "${ALERT_EMAIL_TO:-}"
    notify_by telegram "${ALERT_TELEGRAM_BOT_TOKEN:-}"
    notify_by discord "${ALERT_DISCORD_URL:-}"
    if [ -n "$notify" ]; then
      put optional/notify/template.yaml alerting/notify-template.yaml 'message template,'
      put optional/notify/policy.yaml alerting/notify-policy.yaml 'notification policy,'
      if [ -n "$unused" ]; then
        {
          printf 'apiVersion: 1\ndeleteContactPoints:\n'
          for way in $unused; do printf '  - { orgId: 1, uid: mesh-%s }\n' "$way"; done
        } >"$target/alerting/notify-unused.yaml"
      fi
    else
      chosen="$chosen nobody is notified of alerts unless Grafana's own settings say so (ALERT_... in docs/monitoring.md),"
    fi
    ;;
  remove)
    if [ -e "$removed" ]; then
      chosen="$chosen notifications removed at an earlier start,"
    else
      put optional/notify/remove.yaml alerting/notify-remove.yaml 'removal of notifications,'
      : >"$removed"
    fi
    ;;
  *) fail "ALERT_NOTIFY is \"$ALERT_NOTIFY\"; allowed: nothing, remove" ;;
esac

echo "provisioning:${chosen%,}"
