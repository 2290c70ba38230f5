# Sourced by scripts that try things in a bare Debian 12: makes one in seconds from a cached archive, enters it in
# namespaces of its own (mounts and processes end with it), and always removes it.
. "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

((EUID == 0)) || stop_with "a bare root can be made by root alone." "Run: sudo make check-bare"
CACHE=${CHIRON_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/chiron}
BARE=

# Removes the root. Its mounts lived in a namespace that is gone; one that were left would stop the removal.
remove_bare_root() {
  [[ -n $BARE && -d $BARE ]] || return 0
  if grep -q " $BARE/" /proc/self/mounts; then
    say "Mounts are left under $BARE; it is not removed. Unmount them first: grep $BARE /proc/self/mounts"
    return 0
  fi
  rm -rf --one-file-system "$BARE"
}

# Makes the root at $BARE: Debian's minbase, with this machine's sources, proxies, names and certificates, nothing more.
make_bare_root() {
  local archive=$CACHE/bare-bookworm.tar work
  mkdir -p "$CACHE/archives/partial"
  if [[ ! -f $archive || -n $(find "$archive" -mtime +30) ]]; then
    work=$(mktemp -d "$CACHE/making.XXXXXX")
    quietly "Making a bare Debian 12 with debootstrap (kept for 30 days)." "$CACHE/debootstrap.log" \
      debootstrap --variant=minbase bookworm "$work" ||
      { rm -rf --one-file-system "$work"; stop_with "debootstrap failed." "The reason is in $CACHE/debootstrap.log."; }
    rm -rf "$work"/var/cache/apt/archives/*.deb
    tar -C "$work" -cf "$archive.new" .
    mv "$archive.new" "$archive"
    rm -rf --one-file-system "$work"
  fi
  mkdir -p "${CHIRON_BARE_PARENT:-/var/tmp}"
  BARE=$(mktemp -d "${CHIRON_BARE_PARENT:-/var/tmp}/chiron-bare.XXXXXX")
  trap remove_bare_root EXIT
  trap 'exit 130' INT TERM
  tar -C "$BARE" -xf "$archive"
  chmod 755 "$BARE" # the archive's own mode is that of a temporary directory, which keeps other users out
  cp -L /etc/resolv.conf "$BARE/etc/resolv.conf" 2>/dev/null || true
  cp /etc/hosts "$BARE/etc/hosts" 2>/dev/null || true
  # Debian's own sources only: what else this machine is subscribed to would make it less bare.
  local source
  for source in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
    [[ -s $source ]] && cp "$source" "$BARE$source"
  done
  [[ -s $BARE/etc/apt/sources.list.d/debian.sources ]] && : >"$BARE/etc/apt/sources.list"
  local settings='^Acquire::(https?::Proxy|Check-Valid-Until|Check-Date) '
  apt-config dump | grep -E "$settings" >"$BARE/etc/apt/apt.conf.d/90machine" || true
  # What is thrown away after an hour need not survive a power cut: dpkg syncs nothing, which is minutes on a busy disk.
  echo force-unsafe-io >"$BARE/etc/dpkg/dpkg.cfg.d/90bare"
  # A proxy with a certificate of its own is part of the machine's network; ca-certificates takes it up when it comes.
  if [[ -d /usr/local/share/ca-certificates ]]; then
    mkdir -p "$BARE/usr/local/share"
    cp -r /usr/local/share/ca-certificates "$BARE/usr/local/share/"
  fi
  if [[ -s /etc/ssl/certs/ca-certificates.crt ]]; then
    mkdir -p "$BARE/etc/chiron-bare"
    cp /etc/ssl/certs/ca-certificates.crt "$BARE/etc/chiron-bare/certificates.crt"
  fi
  if command -v npm >/dev/null; then
    printf 'registry=%s\n' "$(npm config get registry 2>/dev/null)" >"$BARE/root/.npmrc"
  fi
}

# in_bare_root COMMAND…: runs it there as root, network shared, mounts and processes in namespaces of their own.
in_bare_root() {
  BARE=$BARE ARCHIVES=$CACHE/archives unshare --mount --pid --ipc --uts --fork --kill-child -- bash -euc '
    mount --make-rprivate /
    mount -t proc proc "$BARE/proc"
    mount -t sysfs -o ro sysfs "$BARE/sys" 2>/dev/null || true
    mount -t tmpfs -o mode=755 tmpfs "$BARE/dev"
    mkdir -p "$BARE"/dev/{pts,shm}
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$BARE/dev/pts" 2>/dev/null || true
    mount -t tmpfs -o mode=1777 tmpfs "$BARE/dev/shm"
    for device in null zero full random urandom tty; do
      : >"$BARE/dev/$device"
      mount --bind "/dev/$device" "$BARE/dev/$device"
    done
    ln -s /proc/self/fd "$BARE/dev/fd"
    ln -s pts/ptmx "$BARE/dev/ptmx"
    # Downloaded packages are kept between runs; they are installed afresh each time.
    mount --bind "$ARCHIVES" "$BARE/var/cache/apt/archives"
    chroot "$BARE" chown _apt:root /var/cache/apt/archives/partial
    certificates=
    [[ -s $BARE/etc/chiron-bare/certificates.crt ]] && certificates=/etc/chiron-bare/certificates.crt
    exec chroot "$BARE" /usr/bin/env -i HOME=/root LANG=C.UTF-8 TERM=dumb \
      PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
      ${certificates:+NODE_EXTRA_CA_CERTS=$certificates} \
      ${http_proxy:+http_proxy=$http_proxy} ${https_proxy:+https_proxy=$https_proxy} ${no_proxy:+no_proxy=$no_proxy} \
      "$@"
  ' in_bare_root "$@"
}

# Ends what `in_bare_root … &` began, given $! and its port. The shell of $! waits for `unshare`, and that for the
# first process of the namespaces, with which all others end. Ending the shell alone would leave the program running,
# to answer for the next one (and a program that changed its user is not told when `unshare` ends).
end_in_bare_root() {
  local waiting
  for waiting in $(pgrep -P "$1"); do pkill -KILL -P "$waiting" || true; done
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
  local tenths=0
  while (exec 3<>"/dev/tcp/127.0.0.1/$2") 2>/dev/null && ((tenths++ < 100)); do sleep 0.1; done
  refuse_taken_port "$2"
}

# Is a program listening there already? Then nothing that is tried here would be heard.
refuse_taken_port() {
  if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
    stop_with "port $1 is in use on this machine, and the bare root shares its network." \
      "Stop the program that uses it (\`ss -ltnp 'sport = :$1'\` names it), or set CHIRON_HTTP_PORT."
  fi
}

# Waits until the page answers, at most so many seconds; fails when the process PID has ended before.
wait_for_page() {
  local address=$1 limit_s=$2 pid=$3 waited_s=0
  until curl -fsS -o /dev/null --max-time 2 "$address" 2>/dev/null; do
    kill -0 "$pid" 2>/dev/null || return 1
    ((waited_s++ < limit_s)) || return 1
    sleep 1
    ((waited_s % 10)) || say "Waiting for $address."
  done
}
