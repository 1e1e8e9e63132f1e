#!/bin/sh
# Stands in for the run.sh of Grafana's image: the same contract, in fewer words. Secrets come from files where GF_…__FILE
# names them, $GF_PATHS_PLUGINS is made when it is missing, and the server gets its paths as arguments.
set -e

[ -d "$GF_PATHS_PLUGINS" ] || mkdir "$GF_PATHS_PLUGINS"

for name in $(env | sed -n 's/^\(GF_[^=]*\)__FILE=.*/\1/p'); do
  eval "value=\${$name:-}"
  eval "file=\${${name}__FILE}"
  if [ -n "$value" ]; then
    echo "$name and ${name}__FILE are both set" >&2
    exit 1
  fi
  export "$name=$(cat "$file")"
  unset "${name}__FILE"
done

export HOME="$GF_PATHS_HOME"
exec grafana server \
  --homepath="$GF_PATHS_HOME" \
  --config="$GF_PATHS_CONFIG" \
  --packaging=docker \
  "$@" \
  cfg:default.log.mode=console \
  cfg:default.paths.data="$GF_PATHS_DATA" \
  cfg:default.paths.logs="$GF_PATHS_LOGS" \
  cfg:default.paths.plugins="$GF_PATHS_PLUGINS" \
  cfg:default.paths.provisioning="$GF_PATHS_PROVISIONING"
