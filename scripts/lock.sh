#!/bin/sh
# Renews requirements/*.lock with hashes, from versions that the world has had a week to look at.
set -eu
cd "$(dirname "$0")/.."
uv=.venv/bin/uv
compile() {
  $uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
    --exclude-newer "$(date -u -d '7 days ago' +%FT%TZ)" "$@"
}
pinned=$(sed -n 's/.*"\(setuptools==[^"]*\)".*/\1/p' pyproject.toml)
printf '%s\n' uv "$pinned" | compile --upgrade -o requirements/boot.lock -
compile --upgrade -o requirements/run.lock pyproject.toml
compile --upgrade --extra test -c requirements/run.lock -o requirements/test.lock pyproject.toml
if grep -n '://' requirements/*.lock; then
  echo "lock: an address has slipped into a lock file" >&2
  exit 1
fi
