# shellcheck shell=bash
# Debian packages, installed only where their command is missing.

package_lists_are_fresh=

# install_missing COMMAND=PACKAGE…: installs the packages whose command is not on the path.
install_missing() {
  local wanted missing=()
  for wanted in "$@"; do
    type -P "${wanted%%=*}" >/dev/null || missing+=("${wanted#*=}")
  done
  ((${#missing[@]})) || return 0
  type -P apt-get >/dev/null \
    || fail "tried to install ${missing[*]}, but there is no apt-get here; install them by hand and try again."
  say "installing ${missing[*]}"
  refresh_package_lists
  quietly_apt install -y --no-install-recommends "${missing[@]}" \
    || fail "tried to install ${missing[*]}, but apt-get failed; install them by hand and try again."
}

refresh_package_lists() {
  [[ -z $package_lists_are_fresh ]] || return 0
  quietly_apt update || fail "tried to read Debian's package lists, but apt-get update failed; see that it works."
  package_lists_are_fresh=yes
}

quietly_apt() {
  local log=$host_home/apt.log
  if ! DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1 </dev/null 9>&-; then
    show_tail "$log"
    return 1
  fi
}
