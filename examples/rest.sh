#!/usr/bin/env bash
# REST with curl: nodes as JSON, messages as CSV, and a query that answers Grafana data frames.
#   MESH_URL=http://127.0.0.1:8080 API_TOKEN=… examples/rest.sh
set -euo pipefail

url=${MESH_URL:-http://127.0.0.1:8080}
# Without a token on loopback; beyond it the collector requires one.
call() { curl --silent --show-error --fail-with-body ${API_TOKEN:+--header "Authorization: Bearer $API_TOKEN"} "$@"; }

echo '# Five online nodes'
call "$url/api/nodes?online=true&limit=5"

echo; echo '# The newest messages, as CSV'
call --header 'Accept: text/csv' "$url/api/messages?limit=5"

echo '# The best SNR of each node during the last hour, as data frames'
now=$(date +%s)000
call "$url/api/query" --json "{
  \"from\": $((now - 3600000)), \"to\": $now,
  \"queries\": [{ \"refId\": \"A\", \"queryType\": \"values\", \"metrics\": [\"node_best_snr\"] }]
}"
