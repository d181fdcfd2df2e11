"""`python -m mou_tracker` is `mou`."""

from mou_tracker.cli.main import run

run()
