# shellcheck shell=bash
# The base of all images, debian:bookworm-slim: used if present, else pulled, else made from Debian's packages.

readonly base_image=debian:bookworm-slim

ensure_base_image() {
  image_exists "$base_image" && return 0
  pull_base_image || make_base_image
}

image_exists() { docker image inspect "$1" >/dev/null 2>&1; }

# Docker Hub, where it can be reached at all, is reached within seconds.
public_registry_answers() {
  timeout 5 bash -c 'exec 3<>/dev/tcp/registry-1.docker.io/443' 2>/dev/null
}

# Tried also where Docker Hub does not answer us: the engine may know a proxy or a mirror. Then it has 20 s.
pull_base_image() {
  local seconds=20
  public_registry_answers && seconds=600
  say "pulling $base_image"
  timeout "$seconds" docker pull -q "$base_image" >/dev/null 2>&1
}

make_base_image() (
  install_missing debootstrap=debootstrap
  say "no registry has $base_image: making it with debootstrap"
  log=$host_home/debootstrap.log
  tree=$(mktemp -d "$host_home/base.XXXXXX")
  trap 'rm -rf --one-file-system -- "$tree"' EXIT
  if ! make_base_tree "$tree" >"$log" 2>&1 </dev/null; then
    show_tail "$log"
    fail "tried to make $base_image with debootstrap, but it failed; its log above says why."
  fi
  tar -C "$tree" --one-file-system --numeric-owner -c . \
    | docker import --change 'CMD ["bash"]' --change 'LABEL dev.hearth.made=debootstrap' - "$base_image" >/dev/null
)

# make_base_tree FOLDER: Debian's smallest system, up to date, without documentation, lists and logs; from where this
# host takes Debian 12 itself.
make_base_tree() {
  local tree=$1 main security include=()
  main=$(debian_mirror bookworm)
  security=$(debian_mirror bookworm-security)
  if [[ -z $main ]]; then
    echo "apt on this host knows no source of Debian 12 (bookworm): add one to /etc/apt/sources.list, then apt-get update"
    return 1
  fi
  [[ $main$security == *https:* ]] && include=(--include=ca-certificates)
  debootstrap --variant=minbase "${include[@]}" bookworm "$tree" "$main" || return 1
  {
    echo "deb $main bookworm main"
    echo "deb $main bookworm-updates main"
    [[ -z $security ]] || echo "deb $security bookworm-security main"
  } >"$tree/etc/apt/sources.list"
  cp -- "$repository"/scripts/slim/dpkg.conf "$tree/etc/dpkg/dpkg.cfg.d/slim"
  cp -- "$repository"/scripts/slim/apt.conf "$tree/etc/apt/apt.conf.d/slim"
  cp -L -- /etc/resolv.conf "$tree/etc/resolv.conf"
  chroot "$tree" /bin/sh -c 'export DEBIAN_FRONTEND=noninteractive; apt-get update -q && apt-get dist-upgrade -qy' || return 1
  find "$tree"/usr/share/{doc,man,info,locale,lintian} -mindepth 1 ! -type d ! -name copyright -delete 2>/dev/null
  find "$tree"/var/{lib/apt/lists,cache/apt,cache/debconf,log} -type f -delete
  : >"$tree/etc/resolv.conf"
  rm -f -- "$tree"/etc/hostname "$tree"/var/cache/ldconfig/aux-cache
}

debian_mirror() {
  apt-get indextargets --format "\$(CODENAME) \$(ORIGIN) \$(REPO_URI)" 'Created-By: Packages' 2>/dev/null \
    | awk -v name="$1" '$1 == name && $2 == "Debian" && $3 ~ /^https?:/ { print $3; exit }'
}
