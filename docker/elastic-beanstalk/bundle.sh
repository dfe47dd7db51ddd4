#!/usr/bin/env bash
# Makes the bundle that Elastic Beanstalk deploys: one version of the portal as a zip.
#
#   docker/elastic-beanstalk/bundle.sh --image 111122223333.dkr.ecr.eu-west-1.amazonaws.com/planroom/portal:1.4.0 --version 1.4.0 \
#     --executor app-config.executor.yaml --organization organization.yaml --certificates global-bundle.pem --output portal-1.4.0.zip
#
#   --image         the image, with a tag that never moves (the registry refuses it) or with its digest
#   --version       name of the version; it is written into the bundle
#   --organization  people and groups for the catalog (catalog/organization.example.yaml shows the form); needed with the given
#                   configuration, which names it
#   --config        configuration file in place of config/app-config.aws.yaml
#   --executor      configuration of the executor codebuild, as terraform/environments writes it into the bucket of bundles; without it
#                   Terraform runs in the portal's container
#   --certificates  certificates of authorities that the portal shall trust, such as that of RDS; it is told by
#                   NODE_EXTRA_CA_CERTS=/etc/planroom/certificates.pem
#   --output        the zip, by default portal-<version>.zip
#
# The same input makes the same bytes: names are sorted and times are fixed. Needs python3, and nothing of Docker or AWS.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
image='' version='' organization='' executor='' certificates='' output=''
config="$here/config/app-config.aws.yaml"

fail() {
  echo "bundle.sh: $1" >&2
  exit 1
}

while (($#)); do
  (($# >= 2)) || fail "$1 needs a value"
  case "$1" in
    --image) image="$2" ;;
    --version) version="$2" ;;
    --organization) organization="$2" ;;
    --config) config="$2" ;;
    --executor) executor="$2" ;;
    --certificates) certificates="$2" ;;
    --output) output="$2" ;;
    *) fail "there is no $1" ;;
  esac
  shift 2
done

[[ "$version" =~ ^[A-Za-z0-9][A-Za-z0-9._+-]*$ ]] || fail 'give --version, of letters, digits, dots, dashes, underscores and plus signs'
[[ "$image" =~ ^[a-z0-9][a-z0-9.:-]*(/[a-z0-9._-]+)+(:[A-Za-z0-9_][A-Za-z0-9._-]*)?(@sha256:[0-9a-f]{64})?$ ]] \
  || fail 'give --image as <registry>/<repository>:<tag> or <registry>/<repository>@sha256:<digest>'
[[ "$image" =~ (:[A-Za-z0-9_][A-Za-z0-9._-]*|@sha256:[0-9a-f]{64})$ && "${image##*/}" == *:* ]] \
  || fail 'the image needs a tag or a digest'
[[ "$image" != *:latest ]] || fail 'the tag latest says nothing about what would run: give another tag or the digest'
for file in "$config" ${organization:+"$organization"} ${executor:+"$executor"} ${certificates:+"$certificates"}; do
  [[ -f "$file" ]] || fail "there is no file $file"
done
if [[ -z "$organization" ]] && grep -q '/etc/planroom/organization.yaml' "$config"; then
  fail "$config names organization.yaml: give --organization"
fi
if [[ -n "$certificates" ]] && ! grep -q -- '-----BEGIN CERTIFICATE-----' "$certificates"; then
  fail "$certificates holds no certificate"
fi

staging="$(mktemp -d)"
trap 'rm -rf "$staging"' EXIT

mkdir "$staging/config"
cp -R "$here/.platform" "$here/.ebextensions" "$staging/"
sed "s|{{IMAGE}}|$image|" "$here/Dockerrun.aws.json" >"$staging/Dockerrun.aws.json"
cp "$config" "$staging/config/app-config.aws.yaml"
# Dockerrun.aws.json names it, so that it must be there.
if [[ -n "$executor" ]]; then
  cp "$executor" "$staging/config/app-config.executor.yaml"
else
  echo '{}' >"$staging/config/app-config.executor.yaml"
fi
[[ -z "$organization" ]] || cp "$organization" "$staging/config/organization.yaml"
[[ -z "$certificates" ]] || cp "$certificates" "$staging/config/certificates.pem"
printf '%s\n' "$version" >"$staging/config/version"

output="${output:-portal-$version.zip}"
python3 - "$staging" "$output" <<'PYTHON'
import os, sys, zipfile

root, output = sys.argv[1:]
names = sorted(
    os.path.relpath(os.path.join(folder, name), root)
    for folder, _, files in os.walk(root)
    for name in files
)
with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
    for name in names:
        entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 3
        entry.external_attr = (0o100755 if name.endswith(".sh") else 0o100644) << 16
        with open(os.path.join(root, name), "rb") as file:
            archive.writestr(entry, file.read())
PYTHON
echo "$output"
