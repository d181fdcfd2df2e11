"""How much work something is, without a clock: what is worse than linear shows in any run on any machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def work(run: Callable[[], object]) -> int:
    """How many steps of the interpreter a run takes. It runs once before, so that caches and imports count for none."""
    run()
    steps = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal steps
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        steps += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(before)
    return steps


def growth(run: Callable[[int], object], size: int) -> float:
    """How many times the work for a size four times that is: 4 where it is linear, 16 where it is quadratic."""
    small, large = work(lambda: run(size)), work(lambda: run(4 * size))
    return large / small
