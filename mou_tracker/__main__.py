"""`python -m mou_tracker` is `mou`."""

from mou_tracker.cli.main import run

if __name__ == "__main__":  # where a process begins anew to share the work, this module is read once more
    run()
