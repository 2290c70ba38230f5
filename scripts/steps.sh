# Sourced by every script here: strict mode, the tree's root, progress lines with elapsed time, calm endings.
set -euo pipefail
# No command ends without a word: what nobody foresaw names its line. Exit 9 says that the reason has been told.
trap 'status=$?; ((status == 9)) || echo "Stopped: line $LINENO of $0 failed (exit $status): $BASH_COMMAND" >&2' ERR
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
: "${CHIRON_STARTED:=$EPOCHREALTIME}" # one clock for a command and the scripts it calls
export CHIRON_STARTED

# Seconds since the first script of this command started, with one decimal.
elapsed() {
  local now=$EPOCHREALTIME tenths
  tenths=$(((${now/[.,]/} - ${CHIRON_STARTED/[.,]/}) / 100000))
  printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}
# One progress line: `[  12.3 s] Building.`
say() { printf '[%6s s] %s\n' "$(elapsed)" "$*" >&2; }
# Ends the command: what is wrong, then what to do, one line each.
stop_with() {
  say "Stopped: $1"
  shift
  local line
  for line in "$@"; do printf '             %s\n' "$line" >&2; done
  exit 9
}

# Runs a long command with its output in a file: says so if it takes longer than a moment, again every 10 s, and
# shows the last lines if it fails. quietly LABEL LOGFILE COMMAND…
quietly() {
  local label=$1 log=$2 ticker status=0
  shift 2
  mkdir -p "$(dirname "$log")"
  (
    # Killed together with its sleep, which holds no pipe open: whoever reads our output sees its end at once.
    trap 'kill $! 2>/dev/null; exit 0' TERM
    sleep 0.7 >/dev/null 2>&1 & wait $!
    say "$label"
    while true; do
      sleep 10 >/dev/null 2>&1 & wait $!
      say "$label still running: $(tail -n 1 "$log" 2>/dev/null | tr -d '\r\0' | cut -c 1-90)"
    done
  ) &
  ticker=$!
  "$@" >"$log" 2>&1 </dev/null || status=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  if ((status)); then
    tail -n 40 "$log" >&2
    say "Failed (exit $status): $label All of its output: $log"
  fi
  return "$status"
}

# How many compilers at once: one per core, and at most one per 700 MB of free memory. CHIRON_JOBS overrides.
jobs_for_this_machine() {
  local cores by_memory
  cores=$(nproc)
  by_memory=$(awk '/^MemAvailable/ {print int($2 / 700000)}' /proc/meminfo)
  ((by_memory < 1)) && by_memory=1
  echo "${CHIRON_JOBS:-$((cores < by_memory ? cores : by_memory))}"
}
