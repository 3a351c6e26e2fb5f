# shellcheck shell=bash
# Prepares this machine for a farm, and gives back what was started for it when nobody uses it any more.

# enter_host NAME: from here on NAME, this process, uses the host, until leave_host.
enter_host() {
  ((EUID == 0)) || fail "tried to prepare this machine, but that takes root; run it as root."
  mkdir -p -- "$users"
  lock_host
  prune_users
  add_process_user "$1"
  unlock_host
}

prepare_host() {
  lock_host
  install_missing mvn=maven git=git iptables=iptables jq=jq
  ensure_engine
  ensure_base_image
  ensure_builder_images
  ensure_mirror
  unlock_host
}

# leave_host NAME: the last one out stops the mirror registry, and the engine if we started it.
leave_host() {
  lock_host
  remove_user "$1"
  prune_users
  if ! any_user; then
    stop_mirror
    stop_engine_if_ours
  fi
  unlock_host
}

# One at a time: two commands side by side must not both install, build or stop. Processes that outlive us close it (9>&-).
lock_host() {
  exec 9>>"$host_home/lock"
  flock -n 9 && return 0
  say "waiting for another hearth to be done with preparing this machine"
  flock -w 1800 9 || fail "waited 30 minutes for another hearth to prepare this machine; see what holds $host_home/lock."
}

unlock_host() { exec 9>&-; }
