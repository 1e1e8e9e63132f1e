#!/bin/sh
# Starts the backend with the Node.js of this machine. Grafana gives its plugins no PATH, so the usual places are looked at;
# `node` beside this file comes first, for machines that have none of their own.
find_node() {
  for candidate in "${MESH_OBSERVATORY_NODE:-}" "${0%/*}/node" "$(command -v node)" "$(command -v nodejs)" \
    /usr/local/bin/node /usr/bin/node /usr/bin/nodejs /opt/node/bin/node /opt/nodejs/bin/node /opt/homebrew/bin/node; do
    if [ -n "$candidate" ] && [ -x "$candidate" ] && "$candidate" -e "$1" </dev/null >/dev/null 2>&1; then
      printf '%s' "$candidate"
      return
    fi
  done
}

node=$(find_node 'process.exit(parseInt(process.versions.node, 10) >= 20 ? 0 : 1)')
if [ -n "$node" ]; then
  # Small heaps, because what passes through is kept outside of them. Loaded with `require`, so that a package.json above
  # the plugin's folder cannot turn this file into another kind of module.
  exec "$node" --max-old-space-size=128 --max-semi-space-size=2 -e 'require(require("path").resolve(process.argv[1]))' "$0"
fi

reason='Mesh Observatory needs Node.js 20 or newer on the Grafana server'
if [ "${grafana_plugin_type:-}" != datasource ]; then
  printf '%s.\n' "$reason" >&2
  exit 1
fi
# Grafana leaves a plugin out altogether, its dashboards included, when its backend does not start. So this stands in for
# one: it shakes hands, names an address that nobody listens on, and lets its name say why.
printf '{"@level":"error","@message":"%s: alert rules and other server-side features of its data source do not work; dashboards do."}\n' "$reason" >&2
printf '1|2|unix|/%s|grpc\n' "$reason"
while kill -0 "$PPID" 2>/dev/null; do
  sleep 5 </dev/null >/dev/null 2>&1
done
