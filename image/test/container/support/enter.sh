#!/bin/sh
# The inside of a container, as Docker makes it with: --read-only --tmpfs /tmp --tmpfs /run/mesh-observatory
# --cap-drop ALL --security-opt no-new-privileges -v DATA:/data. Runs as process 1 of new namespaces.
#   enter.sh ROOT DATA USER GROUP COMMAND…
set -e
root=$1 data=$2 user=$3 group=$4
shift 4

mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t tmpfs -o nosuid,nodev,noexec,mode=1777,size=64m tmpfs "$root/tmp"
mount -t tmpfs -o nosuid,nodev,noexec,uid=472,gid=0,mode=0770,size=16m tmpfs "$root/run/mesh-observatory"
mount --bind "$data" "$root/data"
mount -t tmpfs -o nosuid,noexec,mode=0755 tmpfs "$root/dev"
for device in null zero full random urandom; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
mount -o remount,bind,ro "$root"
PATH=$PATH:/usr/sbin:/sbin
ip link set lo up

exec chroot "$root" /usr/bin/setpriv --reuid "$user" --regid "$group" --clear-groups \
  --bounding-set=-all --inh-caps=-all --ambient-caps=-all --no-new-privs \
  /usr/bin/env -i --chdir=/opt/mesh-observatory "$@"
