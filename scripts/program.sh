# shellcheck shell=bash
# The program: built when its sources are newer, and run with the JDK that was found.

readonly program=$repository/cli/target/hearth.jar
readonly program_stamp=$repository/cli/target/hearth.built
# Netty and SQLite use native code and sun.misc.Unsafe, of which Java would warn.
readonly java_options=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

build_program() {
  program_is_current && return 0
  (
    flock 8 # two commands side by side build it once
    program_is_current && exit
    type -P mvn >/dev/null || fail "tried to build the program, but there is no mvn; install Maven."
    say "building the program"
    touch -- "$repository/.hearth-build"
    cd -- "$repository" || exit
    mvn -q -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -pl cli -am package </dev/null >&2 \
      || fail "tried to build the program, but Maven failed; its words above say why."
    mv -- .hearth-build "$program_stamp"
  ) 8>>"$repository/.hearth-build.lock"
}

# The stamp is as old as the build's begin: what was edited while it ran counts as newer.
program_is_current() {
  [[ -e $program && -e $program_stamp ]] || return 1
  [[ -z $(find "$repository"/{pom.xml,.mvn} "$repository"/*/{pom.xml,src/main} -newer "$program_stamp" -print -quit 2>/dev/null) ]]
}

exec_program() { exec "$JAVA_HOME/bin/java" "${java_options[@]}" -jar "$program" "$@"; }

