#!/bin/sh
# Write requirements.lock anew: every package that an install of this tree needs, with all extras and what builds it,
# for Python 3.11 and newer on every platform, each with the hashes of its files on PyPI. It keeps what is locked
# already; `tools/lock.sh --upgrade` takes the newest that pyproject.toml allows. Needs uv (`pip install uv`).
set -eu
cd "$(dirname "$0")/.."
unset UV_INDEX UV_INDEX_URL UV_DEFAULT_INDEX UV_EXTRA_INDEX_URL UV_FIND_LINKS
exec uv pip compile --quiet --no-config --no-emit-index-url --universal --python-version 3.11 --generate-hashes \
  --no-annotate --custom-compile-command tools/lock.sh --all-extras --group build \
  --no-emit-package mou-tracker --output-file requirements.lock pyproject.toml "$@"
