# How often a service is started again. It comes back at once after a single end, and ever more slowly, up to once a
# minute, when it does not stay up: a full disk or a taken port is not cured by haste.

state=/run/mesh-observatory/state
steady_seconds=60
longest_pause_seconds=60

# wait_turn NAME: sleeps as long as the last ends demand, and notes the start.
wait_turn() {
  failures=$(cat "$state/$1.failures" 2>/dev/null || echo 0)
  if [ "$failures" -gt 1 ]; then
    pause=$longest_pause_seconds
    if [ "$failures" -lt 7 ]; then pause=$((1 << (failures - 1))); fi
    echo "Starts again in $pause s."
    : >"$state/$1.waiting"
    # Its own output, or the logger would wait for the sleeper when the container stops.
    sleep "$pause" >/dev/null 2>&1
    rm "$state/$1.waiting"
  fi
  date +%s >"$state/$1.started"
}

# was_waiting NAME: whether the container's stop ended a pause, not the service; then there is nothing to note.
was_waiting() { [ -e "$state/$1.waiting" ]; }

# note_end NAME CODE: counts short lives, and keeps the code for the container's own.
note_end() {
  started=$(cat "$state/$1.started" 2>/dev/null || echo 0)
  failures=$(cat "$state/$1.failures" 2>/dev/null || echo 0)
  if [ $(($(date +%s) - started)) -ge $steady_seconds ]; then failures=0; fi
  echo $((failures + 1)) >"$state/$1.failures"
  echo "$2" >"$state/$1.code"
}

# wait_for_collector URL: alert rules that Grafana evaluates before the collector answers only report errors. Waits half a
# minute at most, and not for a collector that has ended: Grafana goes on without it.
wait_for_collector() {
  tries=60
  : >"$state/grafana.waiting"
  until [ "$tries" = 0 ] || [ -e "$state/collector.code" ] ||
    curl --silent --fail --insecure --max-time 2 --output /dev/null "$1/healthz"; do
    tries=$((tries - 1))
    sleep 0.5 >/dev/null 2>&1
  done
  rm "$state/grafana.waiting"
}
