# shellcheck shell=bash
# Who uses what belongs to the host (engine, mirror registry): a file each, so that the last one to leave stops it.
# A command that runs is there as long as its process lives; a farm that is up, as long as it is not taken down.

readonly users=$host_home/users

boot_id() { cat /proc/sys/kernel/random/boot_id; }

add_process_user() { printf '%s process %s\n' "$(boot_id)" "$(process_identity "$$")" >"$users/$1"; }

add_farm_user() { printf '%s farm %s\n' "$(boot_id)" "$2" >"$users/$1"; }

is_user() { [[ -e $users/$1 ]]; }

remove_user() { rm -f -- "$users/$1"; }

# Forgets those that died without leaving.
prune_users() {
  local user boot kind rest
  for user in "$users"/*; do
    [[ -e $user ]] || continue
    read -r boot kind rest <"$user" || true
    case "$kind" in
      process) [[ $boot == "$(boot_id)" && $(process_identity "${rest%% *}") == "$rest" ]] || rm -f -- "$user" ;;
      farm) [[ $boot == "$(boot_id)" && -d $rest ]] || rm -f -- "$user" ;;
      *) rm -f -- "$user" ;;
    esac
  done
}

any_user() { compgen -G "$users/*" >/dev/null; }
