# Secrets nobody gave are made once and kept in /data/secrets. They are never printed: logs travel. `show-access` shows them.

secrets=/data/secrets

# make_secret NAME: prints the path of the secret's file; makes it when it is missing.
make_secret() {
  file="$secrets/$1"
  if [ ! -s "$file" ]; then
    # Letters and digits only: it has to be typed into a radio, or pasted into a URL.
    head -c 256 /dev/urandom | LC_ALL=C tr -dc 'A-Za-z0-9' | head -c 32 >"$file.new"
    mv "$file.new" "$file"
    echo "start | Made $file. Read it with: show-access" >&2
  fi
  printf '%s' "$file"
}

# choose_collector_secrets: also for its commands, which `docker exec` starts without what the entry point has exported.
choose_collector_secrets() {
  # Grafana and the collector share one token; an API_TOKEN of your own wins.
  if [ -z "${API_TOKEN:-}" ] && [ -z "${API_TOKEN_FILE:-}" ]; then
    API_TOKEN_FILE=$(make_secret api-token)
    export API_TOKEN_FILE
  fi
  # Beyond loopback the embedded broker wants an account, and in a container every gateway is beyond loopback.
  if [ "${EMBEDDED_BROKER:-false}" = true ]; then
    export EMBEDDED_BROKER_HOST="${EMBEDDED_BROKER_HOST:-0.0.0.0}"
    export EMBEDDED_BROKER_USERNAME="${EMBEDDED_BROKER_USERNAME:-gateway}"
    if [ -z "${EMBEDDED_BROKER_PASSWORD:-}" ] && [ -z "${EMBEDDED_BROKER_PASSWORD_FILE:-}" ]; then
      EMBEDDED_BROKER_PASSWORD_FILE=$(make_secret gateway-password)
      export EMBEDDED_BROKER_PASSWORD_FILE
    fi
  fi
}

# choose_grafana_password: without it, Grafana would start with the password everybody knows.
choose_grafana_password() {
  if [ -z "${GF_SECURITY_ADMIN_PASSWORD:-}" ] && [ -z "${GF_SECURITY_ADMIN_PASSWORD__FILE:-}" ]; then
    GF_SECURITY_ADMIN_PASSWORD__FILE=$(make_secret grafana-admin-password)
    export GF_SECURITY_ADMIN_PASSWORD__FILE
  fi
}
