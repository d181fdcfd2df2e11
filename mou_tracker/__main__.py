"""The program's entry: `mou`, and `python -m mou_tracker`, are the same."""

import gc


def run() -> None:
    """Load the program and run it.

    A short-lived process that makes many small values needs no garbage collector, and least of all while it loads:
    looking through what the libraries have just made would cost a twelfth of `mou status`.
    """
    gc.disable()
    from mou_tracker.cli.main import run as program

    program()


if __name__ == "__main__":  # where a process begins anew to share the work, this module is read once more
    run()
