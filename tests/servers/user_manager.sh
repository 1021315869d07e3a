#!/bin/bash
# The inside of user_manager.py: a `systemd --user` with journal and session bus for one ordinary user, in namespaces of its own.
# Runs as root in new mount, pid and cgroup namespaces, and stays until it is killed; everything here dies with it.
#   user_manager.sh USER UID SCRATCH PATH...    PATHs are kept in sight, whoever may enter the folders above them
set -euo pipefail
user=$1 id=$2 scratch=$3
shift 3
home=/home/$user

# Waits for a socket, for a minute at most.
appears() {
  local i
  for ((i = 0; i < 3000; i++)); do
    [ ! -S "$1" ] || return 0
    sleep 0.02
  done
  echo "$1 did not appear" >&2
  return 1
}

mount -t proc proc /proc

# The user exists here only.
for file in passwd group; do cp /etc/$file "$scratch/$file"; done
echo "$user:x:$id:$id::$home:/bin/bash" >>"$scratch/passwd"
echo "$user:x:$id:" >>"$scratch/group"
for file in passwd group; do mount --bind "$scratch/$file" /etc/$file; done

# Homes and what lies in /tmp are out of sight but for the PATHs, which are put back where they were.
mkdir "$scratch/kept"
mount -t tmpfs -o mode=755 tmpfs "$scratch/kept"
i=0
for path in "$@"; do
  mkdir "$scratch/kept/$i"
  mount --bind "$path" "$scratch/kept/$i"
  i=$((i + 1))
done
exec {kept}<"$scratch/kept"
for folder in /home /root /tmp; do mount -t tmpfs -o "mode=$([ $folder = /tmp ] && echo 1777 || echo 755)" tmpfs $folder; done
i=0
for path in "$@"; do
  mkdir -p "$path"
  mount --bind "/proc/self/fd/$kept/$i" "$path"
  i=$((i + 1))
done
mkdir "$home"
chown "$id:$id" "$home"

# Control groups: the manager gets the part of the tree that a login would give it.
umount -Rl /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup
manager=/sys/fs/cgroup/user.slice/user-$id.slice/user@$id.service
journal=/sys/fs/cgroup/system.slice/systemd-journald.service
mkdir -p "$manager/init.scope" "$journal"
chown -R "$user" "$manager"

# /run as systemd finds it after boot. Without unit-root, sandboxed units do not start.
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/user /run/dbus /run/systemd/{system,journal,unit-root,mount-rootfs,inaccessible,incoming,propagate}
mkdir -m 700 "/run/user/$id"
chown "$id:$id" "/run/user/$id"
mkdir -p /var/log/journal
mount -t tmpfs -o mode=2755 tmpfs /var/log/journal
mkdir "/var/log/journal/$(cat /etc/machine-id)"
touch /run/systemd/journal/flushed

(echo 0 >"$journal/cgroup.procs" && exec /lib/systemd/systemd-journald) &
appears /run/systemd/journal/stdout

# A manager that logs to the console would take its units' lines with it.
(
  echo 0 >"$manager/init.scope/cgroup.procs"
  exec setpriv --reuid "$id" --regid "$id" --clear-groups env -i HOME="$home" USER="$user" LOGNAME="$user" SHELL=/bin/bash \
    LANG=C.UTF-8 PATH=/usr/local/bin:/usr/bin:/bin XDG_RUNTIME_DIR="/run/user/$id" /lib/systemd/systemd --user --log-target=journal
) &
appears "/run/user/$id/bus"
echo ready
wait
