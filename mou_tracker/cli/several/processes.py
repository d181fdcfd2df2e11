"""Work on many registers, shared among processes where that pays; the results come in the order of the work.

Below a size nothing is shared: to start the processes takes as long as to read that much.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol, TypeVar

import click

from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.cli.register import note_read
from mou_tracker.language.wording import Wording
from mou_tracker.register import files
from mou_tracker.rights import processors

J = TypeVar("J")
R = TypeVar("R")
# Bytes of all files. `bench/figures.py many`: at 0.5 MB two processes take as long as one, at 1 MB 0.86, at 2 MB 0.74.
WORTH = 2_000_000


class Work(Protocol):
    """What is to be done with one register."""

    @property
    def path(self) -> Path:
        """Where it lies."""

    @property
    def refused(self) -> Phrase | None:
        """Why it is not read, if it is not."""


def size_of(jobs: Iterable[Work]) -> int:
    """The bytes of all files that the jobs read, as far as they can be seen. No result is written over one."""
    size = 0
    for job in jobs:
        read = [] if job.refused else files.register_files(job.path)
        note_read(job.path, *read)
        for path in read:
            with suppress(OSError):
                size += path.stat().st_size
    return size


def made(work: Callable[[J], R], jobs: Sequence[J], say: Wording, size: int) -> list[R]:
    """What the work makes of each job; `size` are the bytes that are read in all."""
    number = min(processes(), len(jobs)) if size >= WORTH else 1
    with _progress(say, len(jobs), size) as step:
        results = []
        for one in _shared(work, jobs, number) if number > 1 else map(work, jobs):
            results.append(one)
            step()
        return results


def processes() -> int:
    """How many processes work: `MOU_PROCESSES`, else as many as there are processors for this one."""
    given = os.environ.get("MOU_PROCESSES")
    if given:
        if not given.isdecimal() or len(given) > 9 or not int(given):
            raise Failure(phrase("MOU_PROCESSES is {value}, not a number from 1", value=repr(given)))
        return int(given)
    return processors()


def _shared(work: Callable[[J], R], jobs: Sequence[J], number: int) -> Iterator[R]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # what a copy of this process holds back it would write once more
    # A copy is there at once, with all modules; where that is not safe the processes begin anew.
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(number, context, initializer=_ready)
    try:
        yield from pool.map(work, jobs)
    except BrokenProcessPool:
        hint = phrase("perhaps the memory was full; MOU_PROCESSES=1 needs less of it")
        raise Failure(phrase("a process that was reading registers was ended from outside"), hint) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _ready() -> None:
    """In a process that works: what it has to say comes with its results. Interrupted, it ends without a word."""
    sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # for its whole life


@contextmanager
def _progress(say: Wording, length: int, size: int) -> Iterator[Callable[[], None]]:
    """What is called after each register: it draws a bar where a terminal shows it and it lasts."""
    if size < WORTH or not sys.stderr.isatty():
        yield lambda: None
        return
    label = say(phrase("Reading registers"))
    with click.progressbar(length=length, label=label, file=sys.stderr, show_pos=True) as bar:
        yield lambda: bar.update(1)
