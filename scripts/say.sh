# shellcheck shell=bash
# What the scripts tell a person: one line for each thing done, and errors that say what to do. All on stderr.

say() { printf 'hearth: %s\n' "$*" >&2; }

fail() {
  printf 'hearth: %s\n' "$*" >&2
  exit 1
}

# Shows the end of a log that explains the failure which is reported next.
show_tail() {
  [[ -s $1 ]] || return 0
  printf 'hearth: the end of %s:\n' "$1" >&2
  tail -n 20 -- "$1" | sed 's/^/  | /' >&2
}
