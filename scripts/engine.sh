# shellcheck shell=bash
# The Docker engine: used where one answers, started where none does, and stopped again only if we started it.

readonly engine_log=$host_home/dockerd.log
# What we started, if it was us: "process PID STARTTIME" or "service UNITS".
readonly engine_started=$host_home/engine-started

engine_answers() {
  type -P docker >/dev/null && timeout 20 docker version --format '{{.Server.Version}}' >/dev/null 2>&1
}

ensure_engine() {
  if engine_answers; then
    return 0
  fi
  local units="docker.socket docker.service"
  pidof -q containerd || units+=" containerd.service" # before its package is installed, which starts it
  install_missing dockerd=docker.io iptables=iptables
  write_mirror_setting || true
  if [[ -d /run/systemd/system ]]; then
    start_engine_service "$units"
  else
    start_engine_process
  fi
}

# start_engine_service UNITS: what stops it again.
start_engine_service() {
  say "starting the Docker engine (systemctl start docker)"
  systemctl start docker || fail "tried to start the Docker engine, but systemctl start docker failed; see journalctl -u docker."
  echo "service $1" >"$engine_started"
  wait_for_engine 60 || fail "the Docker engine was started, but does not answer after 60 s; see journalctl -u docker."
}

# Without a service manager dockerd runs by itself, in a session of its own so that no Ctrl-C meant for us reaches it.
start_engine_process() {
  local pid
  say "starting the Docker engine (dockerd, log in $engine_log)"
  setsid dockerd >"$engine_log" 2>&1 </dev/null 9>&- &
  pid=$!
  disown "$pid"
  echo "process $(process_identity "$pid")" >"$engine_started"
  if ! wait_for_engine 60 "$pid"; then
    show_tail "$engine_log"
    stop_process "$pid" 20 || true
    rm -f -- "$engine_started"
    fail "tried to start the Docker engine, but dockerd did not get ready; its log above says why. It needs root," \
      "cgroups and iptables."
  fi
}

# wait_for_engine SECONDS [PID]: until the engine answers; no longer than its process lives.
wait_for_engine() {
  local deadline=$((SECONDS + $1))
  until engine_answers; do
    ((SECONDS < deadline)) || return 1
    [[ -z ${2-} ]] || kill -0 "$2" 2>/dev/null || return 1
    sleep 0.2
  done
}

# Stops the engine if we started it and nothing of others runs in it.
stop_engine_if_ours() {
  local kind what others
  [[ -e $engine_started ]] || return 0
  read -r kind what <"$engine_started" || true
  if engine_answers; then
    remove_own_leftovers
    others=$(docker ps --format '{{.Names}}' | tr '\n' ' ')
    if [[ -n $others ]]; then
      say "leaving the Docker engine running, because containers that are not Hearth's use it: $others"
      return 0
    fi
  fi
  case $kind in
    service)
      say "stopping the Docker engine (systemctl stop docker)"
      # shellcheck disable=SC2086 # several units
      systemctl stop $what 2>/dev/null || true
      ;;
    process)
      if [[ $(process_identity "${what%% *}") == "$what" ]]; then
        say "stopping the Docker engine"
        stop_process "${what%% *}" 60 \
          || fail "tried to stop the Docker engine (process ${what%% *}), but it does not end; stop it by hand."
        stop_engine_containerd
      fi
      ;;
  esac
  rm -f -- "$engine_started"
}

# Test containers of a run that was killed would keep the engine from ever being stopped; nobody is left who uses them.
remove_own_leftovers() {
  local label containers
  for label in org.testcontainers=true dev.hearth.farm dev.hearth.build; do
    mapfile -t containers < <(docker ps -aq --filter "label=$label")
    ((${#containers[@]} == 0)) || docker rm -fv "${containers[@]}" >/dev/null 2>&1 || true
  done
}

# dockerd ends its own containerd; this is for a dockerd that died without doing so.
stop_engine_containerd() {
  local pid_file=/run/docker/containerd/containerd.pid pid
  [[ -s $pid_file ]] || return 0
  pid=$(<"$pid_file")
  [[ $(cat "/proc/$pid/comm" 2>/dev/null) == containerd ]] || return 0
  stop_process "$pid" 20 || say "containerd (process $pid) does not end; stop it by hand."
}

# stop_process PID SECONDS: asks it to end and waits until it has.
stop_process() {
  local deadline=$((SECONDS + $2))
  kill -TERM "$1" 2>/dev/null || return 0
  while kill -0 "$1" 2>/dev/null; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

# "PID STARTTIME" of a process that lives, else nothing: a process id alone may belong to another one by now.
process_identity() {
  local stat fields
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  read -r -a fields <<<"${stat##*) }"
  printf '%s %s' "$1" "${fields[19]}"
}
