"""What the system says is said in the reader's language; in English it is the system's own sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mou_tracker.basics.system_errors import _SAID, failed, reason
from mou_tracker.language.wording import wording
from tests.conftest import Ran


@pytest.mark.skipif(sys.platform != "linux", reason="other systems word them otherwise")
@pytest.mark.parametrize("number", _SAID)
def test_english_is_what_the_system_says(number: int) -> None:
    """Word for word, so that it can be searched for; Indonesian says something else."""
    error = OSError(number, os.strerror(number), "x")
    assert wording("en")(reason(error)) == os.strerror(number)
    assert wording("id")(reason(error)) != os.strerror(number)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(9999, "strange"), ": strange"),
        (OSError("not an ordinary file"), ": bukan berkas biasa"),
        (FileNotFoundError(2, "No such file or directory", "a{b}"), "a{b}: berkas atau folder itu tidak ada"),
    ],
)
def test_what_is_not_known_is_said_as_it_came(error: OSError, said: str) -> None:
    """Nothing is lost, and braces in names are only braces."""
    assert wording("id")(failed(error)) == said


def test_commands_say_it_in_the_readers_language(mou: Callable[..., Ran], register: Callable[..., Path]) -> None:
    """A result that has no place, a sheet that is not there, a file that cannot be read."""
    register("agreements: []\n")
    assert (
        mou("status", "-o", "none/x", "--lang", "id").err
        == "mou: kesalahan: none/x: berkas atau folder itu tidak ada\n"
    )
    Path("data").mkdir()
    assert "berkas atau folder itu tidak ada" in mou("import", "x.csv", "--lang", "id").err
