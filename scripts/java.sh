# shellcheck shell=bash
# Finds the JDK 25 that builds and runs the program, wherever people put it.

# Sets and exports JAVA_HOME; the java on the path may be another one, and stays it.
find_jdk() {
  local candidate
  for candidate in "${JAVA_HOME-}" /usr/lib/jvm/*25* /opt/*25* /opt/*/*25* /usr/local/*25* \
    "${HOME-}"/.sdkman/candidates/java/25* "${HOME-}"/.jdks/*25* "$(home_of_java_on_path)"; do
    if is_jdk_25 "$candidate"; then
      export JAVA_HOME=$candidate
      return 0
    fi
  done
  fail "tried to find a JDK 25, but neither JAVA_HOME, /usr/lib/jvm, /opt, ~/.sdkman nor the path has one;" \
    "install one and set JAVA_HOME to its folder."
}

is_jdk_25() {
  [[ -n $1 && -x $1/bin/javac && -r $1/release ]] && grep -q '^JAVA_VERSION="25[".+-]' "$1/release"
}

home_of_java_on_path() {
  local javac
  javac=$(readlink -f -- "$(type -P javac)" 2>/dev/null) || return 0
  printf '%s' "${javac%/bin/javac}"
}
