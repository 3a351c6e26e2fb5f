# shellcheck shell=bash
# The commands that use the host. Each enters it, does its work, and leaves it whatever happens in between.

readonly visit=$farm.$$
child=
interrupted=

run_up() {
  visit_host
  build_program
  supervise exec_program "$@"
  if ((status == 0)); then
    add_farm_user "$farm" "$farm_home"
  elif ! is_user "$farm"; then # a farm that was up before stays up
    take_down
  fi
  exit "$status"
}

# Where the program takes down what it has put up, before it ends.
run_once() {
  visit_host
  run_visiting "$@"
}

run_visiting() {
  build_program
  supervise exec_program "$@"
  await_group
  if ((status != 0)) && ! is_user "$farm"; then
    take_down
  fi
  exit "$status"
}

# Agents get a network and a clock of their own.
run_gameday() {
  visit_host
  lock_host
  install_missing ip=iproute2
  (install_missing faketime=faketime) || say "going on without it: no clock will be slowed"
  unlock_host
  run_visiting "$@"
}

# The machine is an agent's as long as the agent runs; joining and taking new keys need nothing of it.
run_agent() {
  if [[ " $* " =~ \ (join|rotate|-h|--help)\  && " $* " != *" --start "* ]]; then
    build_program
    exec_program "$@"
  fi
  visit_host
  build_program
  supervise exec_program "$@"
  exit "$status"
}

run_demo() {
  local argument
  for argument in "$@"; do
    [[ $argument != --once ]] || run_once "$@"
  done
  run_up "$@"
}

run_down() {
  build_program
  supervise exec_program "$@"
  if ((status == 0)) || ! engine_answers; then
    enter_host "$visit"
    trap leave_at_exit EXIT
    remove_user "$farm"
  fi
  exit "$status"
}

run_tests() {
  visit_host
  # Tests put a second host into a network of its own, copy images, and look at the console in a browser.
  install_missing ip=iproute2 skopeo=skopeo chromium=chromium chromedriver=chromium-driver
  public_registry_answers || export TESTCONTAINERS_RYUK_DISABLED=true
  [[ ! -e /.dockerenv ]] || export TESTCONTAINERS_HOST_OVERRIDE=localhost
  supervise exec_maven -B -ntp verify "$@"
  await_group
  exit "$status"
}

exec_maven() {
  cd -- "$repository" || exit
  exec mvn "$@"
}

take_down() {
  local failed=$status
  supervise exec_program down >&2 # the command's own output may be read by a program
  status=$failed
}

visit_host() {
  enter_host "$visit"
  trap leave_at_exit EXIT
  trap 'on_signal 129' HUP
  trap 'on_signal 130' INT
  trap 'on_signal 143' TERM
  prepare_host
}

leave_at_exit() {
  local status=$?
  set +e # what cannot be given back must not keep the rest from being given back
  trap '' HUP INT TERM
  leave_host "$visit"
  exit "$status"
}

# supervise COMMAND…: runs it in a process group of its own and sets status. So a signal reaches it once, through us,
# and we live on to clean up; as a plain background job it would ignore Ctrl-C.
supervise() {
  status=0
  set -m
  "$@" </dev/null 9>&- &
  child=$!
  set +m
  until wait_for_child; do :; done
  group=$child
  child=
  [[ -z $interrupted ]] || status=$interrupted
}

# False while the child still lives: a signal that we handle ends a wait early.
wait_for_child() {
  status=0
  wait "$child" || status=$?
  ! kill -0 "$child" 2>/dev/null
}

# What the command left in its group has some seconds to end by itself (test containers are removed then).
await_group() {
  local deadline=$((SECONDS + 30))
  while kill -0 -- "-$group" 2>/dev/null; do
    if ((SECONDS >= deadline)); then
      say "ending processes that were left behind"
      kill -KILL -- "-$group" 2>/dev/null || true
      return 0
    fi
    sleep 0.2
  done
}

# The first signal asks the command to end, the second ends it.
on_signal() {
  [[ -n $child ]] || exit "$1"
  if [[ -z $interrupted ]]; then
    interrupted=$1
    kill -TERM -- "-$child" 2>/dev/null || true
  else
    kill -KILL -- "-$child" 2>/dev/null || true
  fi
}
