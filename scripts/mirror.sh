# shellcheck shell=bash
# An anonymous registry on loopback from which the engine takes our images under their public names, so that image
# builds that always ask a registry for their base (pull=true) work without any other registry.

readonly mirror=hearth-mirror
readonly mirror_home=$host_home/mirror
readonly engine_settings=/etc/docker/daemon.json

ensure_mirror() {
  start_mirror
  tell_engine_of_mirror
  push_to_mirror
  verify_mirror
}

# One that runs is left alone, on the port it has: another farm's build may be pulling from it.
start_mirror() {
  local wanted=$mirror_port
  mirror_port=$(running_mirror_port)
  if [[ -n $mirror_port ]] && mirror_answers; then
    return 0
  fi
  mirror_port=$wanted
  docker rm -f "$mirror" >/dev/null 2>&1 || true
  if (: <>"/dev/tcp/127.0.0.1/$mirror_port") 2>/dev/null; then
    fail "tried to start the mirror registry on port $mirror_port, but the port is taken; set HEARTH_MIRROR_PORT to a free one."
  fi
  say "starting the mirror registry on $(mirror_address)"
  install -d -o 10001 -g 10001 -- "$mirror_home/data"
  mkdir -p -- "$mirror_home/pushed"
  # A network of its own: whoever reached it could put images under our names.
  docker network inspect "$mirror" >/dev/null 2>&1 \
    || docker network create --label dev.hearth.mirror "$mirror" >/dev/null \
    || fail "tried to make the network $mirror, but the Docker engine could not; docker network create $mirror says why."
  docker run -d --name "$mirror" --label dev.hearth.mirror --network "$mirror" -p "$(mirror_address):5000" \
    --cap-drop ALL --security-opt no-new-privileges -v "$mirror_home/data:/var/lib/registry" \
    hearth/registry >/dev/null \
    || fail "tried to start the mirror registry, but docker run failed; if the port is taken set HEARTH_MIRROR_PORT."
  wait_for_mirror
}

running_mirror_port() {
  [[ $(docker container inspect --format '{{.State.Running}}' "$mirror" 2>/dev/null) == true ]] || return 0
  docker port "$mirror" 5000/tcp | sed -n '1s/.*://p'
}

wait_for_mirror() {
  local deadline=$((SECONDS + 20))
  until mirror_answers; do
    ((SECONDS < deadline)) || fail "the mirror registry was started, but does not answer; see docker logs $mirror."
    sleep 0.1
  done
}

mirror_answers() {
  local status
  # shellcheck disable=SC2016 # the inner bash's
  status=$(timeout 5 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0" && printf "GET /v2/ HTTP/1.0\r\n\r\n" >&3 && head -n 1 <&3' \
    "$mirror_port" 2>/dev/null) && [[ $status == *" 200 "* ]]
}

mirror_address() { printf '127.0.0.1:%s' "$mirror_port"; }

stop_mirror() {
  engine_answers || return 0
  if docker container inspect "$mirror" >/dev/null 2>&1; then
    say "stopping the mirror registry"
    docker rm -f "$mirror" >/dev/null
    sweep_mirror
  fi
  docker network rm "$mirror" >/dev/null 2>&1 || true
}

# Deletes what no tag points to any more, if something was pushed; only ever while the registry does not run.
sweep_mirror() {
  [[ -e $mirror_home/unswept ]] || return 0
  docker run --rm --label dev.hearth.mirror --network none -v "$mirror_home/data:/var/lib/registry" hearth/registry \
    garbage-collect --delete-untagged /etc/docker/registry/config.yml >"$mirror_home/sweep.log" 2>&1 \
    || say "tried to sweep the mirror registry's data, but could not (see $mirror_home/sweep.log); it only takes more room"
  rm -f -- "$mirror_home/unswept"
}

# Puts the mirror first among the engine's; every other setting of the file stays. Status 0 if the file has changed.
write_mirror_setting() {
  local url before after
  url=http://$(mirror_address)
  install_missing jq=jq
  mkdir -p -- "${engine_settings%/*}" "$mirror_home"
  before=$(cat "$engine_settings" 2>/dev/null) || true
  [[ -n $before ]] || before='{}'
  # shellcheck disable=SC2016 # jq's variables
  after=$(jq --arg url "$url" --arg old "$(cat "$mirror_home/url" 2>/dev/null)" \
    '."registry-mirrors" = [$url] + ((."registry-mirrors" // []) - [$url, $old])' <<<"$before") \
    || fail "tried to add the mirror registry to $engine_settings, but it is no valid JSON; mend it and try again."
  echo "$url" >"$mirror_home/url"
  [[ $(jq -S . <<<"$before") != "$(jq -S . <<<"$after")" ]] || return 1
  say "telling the Docker engine of the mirror registry (registry-mirrors in $engine_settings)"
  printf '%s\n' "$after" >"$engine_settings.new"
  mv -- "$engine_settings.new" "$engine_settings"
}

# An engine that runs already reads its file anew at SIGHUP.
tell_engine_of_mirror() {
  local deadline=$((SECONDS + 10)) pid
  write_mirror_setting || true
  engine_knows_mirror && return 0
  say "reloading the Docker engine's settings"
  if [[ -d /run/systemd/system ]] && systemctl is-active -q docker; then
    systemctl reload docker
  else
    if ! pid=$(cat /run/docker.pid 2>/dev/null) || ! kill -HUP "$pid"; then
      fail "tried to reload the Docker engine's settings, but found no /run/docker.pid; restart the engine and try again."
    fi
  fi
  until engine_knows_mirror; do
    ((SECONDS < deadline)) \
      || fail "$engine_settings names the mirror registry, but the Docker engine does not take it; restart the engine and try again."
    sleep 0.2
  done
}

engine_knows_mirror() {
  docker info --format '{{range .RegistryConfig.Mirrors}}{{println .}}{{end}}' | grep -xF "http://$(mirror_address)/" >/dev/null
}

# What was pushed is remembered beside the mirror's data by image id, so that an unchanged image costs nothing.
push_to_mirror() {
  local name
  for name in "${builder_images[@]}"; do
    push_image_to_mirror "hearth/$name:latest" "hearth/$name:latest"
  done
  # Elsewhere the public registry's own debian must win, which is renewed.
  if ! public_registry_answers; then
    push_image_to_mirror "$base_image" "library/$base_image"
  fi
}

# push_image_to_mirror IMAGE NAME
push_image_to_mirror() {
  local image=$1 target id record
  target=$(mirror_address)/$2
  record=$mirror_home/pushed/${2//[\/:]/_}
  id=$(docker image inspect --format '{{.Id}}' "$image")
  [[ $(cat "$record" 2>/dev/null) != "$id" ]] || return 0
  say "pushing $image to the mirror registry"
  touch -- "$mirror_home/unswept"
  docker tag "$image" "$target"
  docker push -q "$target" >/dev/null 2>"$mirror_home/push.log" || {
    show_tail "$mirror_home/push.log"
    fail "tried to push $image to the mirror registry, but docker push failed; see docker logs $mirror."
  }
  docker rmi "$target" >/dev/null
  echo "$id" >"$record"
}

verify_mirror() {
  local log=$mirror_home/verify.log
  printf 'FROM hearth/jre17\n' | DOCKER_BUILDKIT=0 timeout 120 docker build --pull -q - >"$log" 2>&1 && return 0
  rm -f -- "$mirror_home"/pushed/*
  show_tail "$log"
  fail "tried to take hearth/jre17 from the mirror registry, but the Docker engine could not; try again, everything is pushed anew then."
}
