# shellcheck shell=bash
# The settings that the scripts read themselves; the program reads the same names (docs/configuration.md).

farm=${HEARTH_FARM:-hearth}
farm_home=${HEARTH_HOME:-/var/lib/hearth/$farm}
mirror_port=${HEARTH_MIRROR_PORT:-5001}

# What belongs to the machine and not to one farm: lock, users, logs, the mirror registry's data.
host_home=/var/lib/hearth/host

[[ $farm =~ ^[a-z0-9][a-z0-9-]{0,40}$ ]] \
  || fail "HEARTH_FARM is \"$farm\", but a farm's name has only a-z, 0-9 and -, 41 of them at most; choose another."
[[ $farm != host ]] \
  || fail "HEARTH_FARM is \"host\", but that name's folder holds what belongs to the machine; choose another."
[[ $mirror_port =~ ^[1-9][0-9]{0,4}$ && $mirror_port -le 65535 ]] \
  || fail "HEARTH_MIRROR_PORT is \"$mirror_port\", but a port is a number from 1 to 65535."
