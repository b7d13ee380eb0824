#!/bin/sh
# Prepares .venv for `run` or `test`. Calling it again costs one checksum.
set -eu
cd "$(dirname "$0")/.."
what=$1 # run | test
here=$(pwd)
say() { printf 'setup: %s\n' "$*" >&2; }
now() { date +%s; }

python=
for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
[ -n "$python" ] || { say "Python 3.11 or newer is needed: apt-get install python3"; exit 1; }

wanted=$(cat pyproject.toml requirements/*.lock scripts/setup.sh | sha256sum)
[ "$(cat ".venv/.ready-$what" 2>/dev/null || :)" = "$here $wanted" ] && exit 0
# The commands inside name the folder they were made in, so a moved one is made again.
[ ! -e .venv ] || [ "$(cat .venv/.folder 2>/dev/null || :)" = "$here" ] || rm -rf .venv

missing=
has_library() { "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null; }
needs() { missing="$missing $1"; }
"$python" -c 'import ensurepip, venv' 2>/dev/null || needs python3-venv
has_library libpango-1.0.so.0 || needs libpango-1.0-0
has_library libpangoft2-1.0.so.0 || needs libpangoft2-1.0-0
has_library libharfbuzz-subset.so.0 || needs libharfbuzz-subset0
[ "$(id -u)" != 0 ] || command -v useradd >/dev/null || needs passwd # the database's own user
if [ "$what" = test ]; then
  has_library libatomic.so.1 || needs libatomic1 # the browser driver's Node links it
  command -v chromium >/dev/null || needs chromium
  command -v pdftoppm >/dev/null || needs poppler-utils # looks at printed pages
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [ -n "$missing" ]; then
  if ! command -v apt-get >/dev/null; then
    say "missing system packages:$missing (install them with your package manager)"
    exit 1
  fi
  as_root=
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  say "installing$missing"
  began=$(now)
  if ! { $as_root apt-get update -qq &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -5 "$log" >&2
    say "could not install; ask an administrator to run: apt-get install$missing"
    exit 1
  fi
  say "system packages took $(($(now) - began)) s"
fi

began=$(now)
say "installing Python packages"
[ -x .venv/bin/python ] || "$python" -m venv .venv
printf %s "$here" >.venv/.folder
bin=.venv/bin
pip() { $bin/python -m pip --disable-pip-version-check --no-input "$@"; }
pip install -q --require-hashes -r requirements/boot.lock >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
$bin/uv pip install -q --python $bin/python --require-hashes -r "requirements/$what.lock" ||
  pip install -q --require-hashes -r "requirements/$what.lock"
$bin/uv pip install -q --python $bin/python --no-deps --no-build-isolation -e .
$bin/python -c 'import weasyprint'
say "Python packages took $(($(now) - began)) s"
printf %s "$here $wanted" >.venv/.ready-run
[ "$what" = run ] || printf %s "$here $wanted" >.venv/.ready-test
