"""Keys by what they are called: whoever writes the word that the program shows is told the key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mou_tracker.agreement.record import INSTRUMENTS
from mou_tracker.fields.paths import all_paths, nearest_path
from mou_tracker.fields.typed import word_meant
from mou_tracker.language.called import field_called
from mou_tracker.language.labels import FIELD_NAMES, part_name
from mou_tracker.language.wording import LANGUAGES, wording
from tests.conftest import Ran

PATHS = [path for path, _ in all_paths()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_name_that_is_shown_leads_to_its_field(language: str) -> None:
    """In either language, in any case, with other signs between its words."""
    say = wording(language)
    for path, name in FIELD_NAMES.items():
        if path in PATHS:
            for text in (say(name), say(name).upper(), say(name).replace(" ", "_")):
                found = field_called(text, PATHS)
                assert found is not None
                assert say(FIELD_NAMES[found]) == say(name)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jenis", "kind"),
        ("jangka_waktu", "term"),
        ("kegiatan", "activities"),
        ("janji", "follow_ups"),
        ("trem", "term"),
    ],
)
def test_the_field_that_was_meant(typed: str, meant: str) -> None:
    """By its name first, by likeness else."""
    assert nearest_path(typed) == meant


RECORD = """\
agreements:
  - id: oslo
    title: LoI
    partner: {name: Oslo, country: NO}
    {key}: ksdpl
    instrument: loi
    owner: a@example.org
    sources: [{title: T}]
"""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("jenis: ksdpl", "`jenis` is not known here; did you mean `kind`?"),
        ("kidn: ksdpl", "`kidn` is not known here; did you mean `kind`?"),
    ],
)
def test_a_key_in_another_language_is_one_finding(
    line: str, said: str, register: Callable[..., Path], mou: Callable[..., Ran]
) -> None:
    """The required key is not called missing besides."""
    register(RECORD.replace("{key}: ksdpl", line))
    assert mou("status", "--lang", "en").err.splitlines()[0] == (
        f"agreements.yaml:5:5: error: the key {said} [unknown-key]"
    )


def test_no_status_is_written_down(register: Callable[..., Path], mou: Callable[..., Ran]) -> None:
    """Neither by hand nor by a command."""
    hint = "no status is written down: mou computes it"
    register(RECORD.replace("{key}: ksdpl", "kind: ksdpl\n    status: active"))
    assert mou("status", "--lang", "en").err.splitlines()[0] == (
        f"agreements.yaml:6:5: error: the key `status` is not known here; {hint} [unknown-key]"
    )
    register(RECORD.replace("{key}", "kind"))
    assert mou("set", "oslo", "status=active", "--lang", "en").err.splitlines()[-1].strip() == hint


def test_every_part_of_a_record_has_words() -> None:
    """What `mou diff` and the edits tell of a mapping that is new or gone is in the reader's language."""
    nested = [path for path in PATHS if "." in path]
    parts = {path: part_name(*path.replace("[]", "").rsplit(".", 1)) for path in nested}
    assert [path for path, name in parts.items() if isinstance(name, str)] == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("MoU", "mou"),
        ("Nota Kesepahaman", "mou"),
        ("memorandum of understanding", "mou"),
        ("Kesepakatan-Bersama", "mou"),
        ("Perjanjian Kerja Sama", "pks"),
        ("MoA", "pks"),
        ("Letter of Intent", "loi"),
        ("Implementing Arrangement", "ia"),
        ("mous", "mou"),
        ("surat", None),
        ("MoU atau PKS", None),
    ],
)
def test_a_paper_is_meant_by_what_offices_call_it(typed: str, meant: str | None) -> None:
    """As in a list that is imported; a text that names two papers names none."""
    assert word_meant(typed, INSTRUMENTS) == meant
