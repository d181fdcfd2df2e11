#!/bin/sh
# Write the two locks anew, for Python 3.11 and newer on every platform, each package with the hashes of its files on
# PyPI. `requirements.lock` is all that this tree can need: the program with all extras, tests, lint and what builds it.
# `requirements-run.lock` is the part of it that an installation needs. Both keep what is locked already;
# `tools/lock.sh --upgrade` takes the newest that pyproject.toml allows. Needs uv (`pip install uv`).
set -eu
cd "$(dirname "$0")/.."
unset UV_INDEX UV_INDEX_URL UV_DEFAULT_INDEX UV_EXTRA_INDEX_URL UV_FIND_LINKS
lock() {
  uv pip compile --quiet --no-config --no-emit-index-url --universal --python-version 3.11 --generate-hashes \
    --no-annotate --custom-compile-command tools/lock.sh --group build --no-emit-package mou-tracker pyproject.toml "$@"
}
lock --all-extras --output-file requirements.lock "$@"
lock --extra read --constraint requirements.lock --output-file requirements-run.lock "$@"
