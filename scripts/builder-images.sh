# shellcheck shell=bash
# The images under builder-images/, built only when their folder or the image below them has changed.

readonly builder_images=(base registry etcd postgres jre17 maven-jdk17 node)
readonly source_label=dev.hearth.source

# Parents before children; two at a time, because half of the time a package manager waits.
ensure_builder_images() {
  local java others
  mkdir -p -- "$host_home/images"
  ensure_builder_image base
  build_in_turn jre17 maven-jdk17 &
  java=$!
  build_in_turn registry etcd postgres node &
  others=$!
  wait "$java" || { wait "$others"; exit 1; }
  wait "$others" || exit 1
  # What a newer image has replaced.
  docker image prune -f --filter "label=$source_label" >/dev/null
}

build_in_turn() {
  local name
  for name in "$@"; do
    ensure_builder_image "$name"
  done
}

ensure_builder_image() {
  local name=$1 folder=$repository/builder-images/$1 log=$host_home/images/$1.log source
  source=$(image_source "$folder")
  [[ $(image_label "hearth/$name") != "$source" ]] || return 0
  say "building image hearth/$name"
  [[ ! -e $folder/artifacts ]] || fetch_artifacts "$folder"
  if ! DOCKER_BUILDKIT=0 docker build --force-rm --label "$source_label=$source" -t "hearth/$name" "$folder" \
    >"$log" 2>&1 </dev/null; then
    show_tail "$log"
    fail "tried to build the image hearth/$name, but docker build failed; its log above says why."
  fi
}

# A hash of what the image is made of: the files of its folder and the image it grows from.
image_source() {
  local parent
  parent=$(sed -n 's/^FROM //p' "$1/Dockerfile")
  {
    docker image inspect --format '{{.Id}}' "$parent"
    (cd -- "$1" && find . -path ./target -prune -o -type f -print | LC_ALL=C sort | xargs sha256sum)
  } | sha256sum | cut -d ' ' -f 1
}

image_label() {
  docker image inspect --format "{{index .Config.Labels \"$source_label\"}}" "$1" 2>/dev/null || true
}

# fetch_artifacts FOLDER: what FOLDER/artifacts names (checksum and Maven coordinates a line), put into FOLDER/target.
fetch_artifacts() {
  local folder=$1 sum coordinates group artifact version type classifier file
  while read -r sum coordinates; do
    IFS=: read -r group artifact version type classifier <<<"$coordinates"
    file=$folder/target/$artifact-$version${classifier:+-$classifier}.$type
    [[ -e $file ]] || fetch_artifact "$coordinates" "$folder/target"
    if ! sha512sum --status -c - <<<"$sum  $file"; then
      rm -f -- "$file"
      fail "fetched $group:$artifact, but its checksum is not the one in $folder/artifacts; do not use it."
    fi
  done <"$folder/artifacts"
}

# Away from our own pom.xml, which has nothing to do with it.
fetch_artifact() {
  local log=$host_home/images/artifacts.log
  mkdir -p -- "$2"
  if ! (cd -- "$2" && mvn -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact="$1" -DoutputDirectory=.) >"$log" 2>&1 </dev/null; then
    show_tail "$log"
    fail "tried to fetch $1, but Maven could not; see that it reaches its repository."
  fi
}
