#!/usr/bin/env bash
# Fetches versions of Terraform and OpenTofu, checked against given checksums:
#
#   install-binaries.sh <folder> <architecture> "<version>=<sha256> ..." "<version>=<sha256> ..."
#
# Each is put at <folder>/terraform/<version>/terraform or <folder>/tofu/<version>/tofu; `default` beside them points to the first one.
# RELEASES_TERRAFORM and RELEASES_TOFU name other places than those of the projects.
set -euo pipefail

folder="$1" architecture="$2" terraform="$3" tofu="$4"
terraform_releases="${RELEASES_TERRAFORM:-https://releases.hashicorp.com/terraform}"
tofu_releases="${RELEASES_TOFU:-https://github.com/opentofu/opentofu/releases/download}"

fail() {
  echo "install-binaries: $1" >&2
  exit 1
}

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

install_one() {
  local name="$1" entry="$2" address
  local version="${entry%%=*}" checksum="${entry#*=}"
  [[ "$version" =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "$entry is not <version>=<sha256> with a version like 1.11.4"
  [[ "$checksum" =~ ^[0-9a-f]{64}$ ]] || fail "$name $version needs the sha256 of its zip: 64 hexadecimal digits"
  case "$name" in
    terraform) address="$terraform_releases/$version/terraform_${version}_linux_$architecture.zip" ;;
    tofu) address="$tofu_releases/v$version/tofu_${version}_linux_$architecture.zip" ;;
  esac
  curl --fail --silent --show-error --location --output "$scratch/$name.zip" "$address" || fail "$address could not be fetched"
  echo "$checksum  $scratch/$name.zip" | sha256sum --check --strict --quiet || fail "$address has another checksum"
  mkdir -p "$folder/$name/$version"
  unzip -q -o "$scratch/$name.zip" "$name" -d "$folder/$name/$version"
  chmod 755 "$folder/$name/$version/$name"
  [[ -e "$folder/$name/default" ]] || ln -s "$version" "$folder/$name/default"
}

mkdir -p "$folder"
[[ -n "${terraform// /}${tofu// /}" ]] || fail 'give at least one version'
for entry in $terraform; do install_one terraform "$entry"; done
for entry in $tofu; do install_one tofu "$entry"; done
