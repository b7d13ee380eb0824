#!/bin/sh
# Renews requirements/*.lock with hashes, from versions the world has had some days to look at.
# COOLDOWN=0 takes the newest ones, as an urgent security fix may need.
set -eu
cd "$(dirname "$0")/.."
uv=.venv/bin/uv
until=$(date -u -d "${COOLDOWN:-2} days ago" +%FT%TZ)
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
compile() {
  $uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 \
    --no-header --no-annotate --exclude-newer "$until" "$@"
}
pinned=$(sed -n 's/.*"\(setuptools==[^"]*\)".*/\1/p' pyproject.toml)
printf '%s\n' uv "$pinned" | compile -o "$new/boot.lock" -
compile -o "$new/run.lock" pyproject.toml
compile --extra test -c "$new/run.lock" -o "$new/test.lock" pyproject.toml
if grep -n '://' "$new"/*.lock; then
  echo "lock: an address has slipped into a lock file" >&2
  exit 1
fi
cp "$new"/*.lock requirements/
