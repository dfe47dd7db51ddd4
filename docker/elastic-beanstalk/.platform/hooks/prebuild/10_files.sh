#!/bin/bash
# Lays out what the container mounts, before it is started: /data stays when another version comes, /etc/planroom comes with the bundle.
# Elastic Beanstalk runs this as root in the unpacked bundle. 1000 is the user `node` of the image.
set -euo pipefail

root="${PLANROOM_ROOT:-/var/lib/planroom}"

# Others may pass through to what belongs to them below, as isolation by user needs it, but not look around.
install --directory --mode=711 "$root"
install --directory --mode=711 --owner=1000 --group=1000 "$root/data"

# A new folder first, so that a running container never sees half of the files.
rm -rf "$root/config.new"
cp -R config "$root/config.new"
chown -R 1000:1000 "$root/config.new"
chmod -R u=rX,go= "$root/config.new"
rm -rf "$root/config"
mv "$root/config.new" "$root/config"
