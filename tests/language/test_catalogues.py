"""The program speaks Indonesian and English: every sentence in both, with the same arguments."""

from __future__ import annotations

import gettext
import io
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from mou_tracker.basics.phrases import Words, phrase
from mou_tracker.language.wording import LANGUAGES, terminal_language, wording
from tests.conftest import ROOT

LOCALE = ROOT / "mou_tracker" / "locale"
TRANSLATED = [language for language in LANGUAGES if language != "en"]
# Where click fills in an English word or a list that Indonesian says otherwise.
LEFT_OUT = {"number_type", "possibilities"}


def arguments(text: str) -> set[str]:
    """The names in braces."""
    return {name.split("!")[0] for _, name, _, _ in Formatter().parse(text) if name}


def test_no_sentence_lacks_a_translation() -> None:
    """The catalogues hold exactly the program's sentences, all translated, whichever Babel reads them."""
    ran = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "messages.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_arguments_of_the_original(language: str) -> None:
    """A translation says all that the original says (the number may be a word), and names nothing that is not there."""
    with (LOCALE / language / "LC_MESSAGES" / "mou.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    wrong = []
    for message in catalogue:
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        most = set().union(*map(arguments, originals))
        least = set.intersection(*map(arguments, originals)) - LEFT_OUT - {"n"}
        if message.id and any(not least <= arguments(string) <= most for string in strings):
            wrong.append(message.id)
    assert wrong == []


def catalogue(file: io.BufferedIOBase) -> dict[object, str]:
    """All that a compiled catalogue says, but for its header."""
    said = dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[arg-type, attr-defined]
    del said[""]
    return said


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_wheel_holds_the_catalogues(language: str, tmp_path: Path) -> None:
    """Compiled when it is built, from a tree that has none, to what Babel would compile."""
    names = ("pyproject.toml", "README.md", "LICENSE", "mou_tracker", "tools")
    for name in names:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    for compiled in tmp_path.rglob("*.mo"):
        compiled.unlink()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    part = f"{LOCALE.relative_to(ROOT).as_posix()}/{language}/LC_MESSAGES/mou"
    expected = io.BytesIO()
    write_mo(expected, read_po(io.BytesIO((ROOT / f"{part}.po").read_bytes()), locale=language))
    expected.seek(0)
    with zipfile.ZipFile(wheel) as packed:
        assert [name for name in packed.namelist() if name.endswith(".mo")] == [f"{part}.mo"]
        built = packed.read(f"{part}.mo")
    assert catalogue(io.BytesIO(built)) == catalogue(expected)


def test_an_install_without_its_catalogue_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Rather than speaking English to somebody who asked for Indonesian."""
    monkeypatch.setattr("mou_tracker.language.wording.locale_folder", lambda: tmp_path)
    assert wording("en").gettext("at once") == "at once"
    with pytest.raises(FileNotFoundError):
        wording("id").gettext("at once")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "id_ID.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "id_ID"}, "id"),
        ({"LANG": "id_ID.UTF-8", "LANGUAGE": "en:id"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "su:id:en"}, "id"),
        ({"LANG": "id_ID.UTF-8", "LANGUAGE": "fr"}, "id"),
        ({"LANG": "id_ID.UTF-8", "LANGUAGE": ""}, "id"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "id"}, "en"),
        ({"LC_ALL": "POSIX", "LANGUAGE": "id"}, "en"),
        ({"LANGUAGE": "id"}, "en"),
        ({"LANG": "in_ID"}, "id"),
    ],
)
def test_the_language_of_the_screen(environment: dict[str, str], language: str) -> None:
    """As the usual variables say, the stronger first; English where they ask for neither."""
    assert terminal_language(environment) == language


def test_unknown_sentences_are_said_as_they_are() -> None:
    """A language has all sentences; what is not in its catalogue would come out in English rather than not at all."""
    assert wording("id").gettext("never written") == "never written"


def test_a_further_language_is_a_catalogue_and_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever offers a language takes it from the one list; a name that has no word in it is told in English."""
    folder = tmp_path / "su" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    made = Catalog(locale="su")
    made.add("lapsed", "geus béak")
    with (folder / "mou.mo").open("wb") as file:
        write_mo(file, made)
    monkeypatch.setitem(LANGUAGES, "su", "Basa Sunda")
    monkeypatch.setattr("mou_tracker.language.wording.locale_folder", lambda: str(tmp_path))
    say = wording("su")
    assert (say(phrase("lapsed")), say(phrase("at once"))) == ("geus béak", "at once")
    assert say.spell(Words(id="Wali kota", en="Mayor")) == "Mayor"
    assert terminal_language({"LANG": "su_ID.UTF-8"}) == "su"


def test_a_further_language_is_offered_everywhere(tmp_path: Path) -> None:
    """With a catalogue and one line more `--lang`, a register's `language` and the report have it.

    What stands in procedure files in Indonesian and English only (steps, who acts) is told in English.
    """
    shutil.copytree(ROOT / "mou_tracker", tmp_path / "mou_tracker", ignore=shutil.ignore_patterns("__pycache__"))
    listed = tmp_path / "mou_tracker" / "language" / "wording.py"
    text = listed.read_text("utf-8")
    listed.write_text(text.replace('"en": "English"}', '"en": "English", "su": "Basa Sunda"}'), "utf-8")
    made = Catalog(locale="su")
    made.add("pending {council} approval", "ngantosan {council}")
    folder = tmp_path / "mou_tracker" / "locale" / "su" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "mou.mo").open("wb") as file:
        write_mo(file, made)
    (tmp_path / "r.yaml").write_text(
        "register: {language: su, owner: a@example.org}\n"
        "agreements:\n"
        "  - {id: one, title: One, partner: {name: P, country: MY}, kind: ksdpl, instrument: mou,\n"
        "     sources: [{title: T}], steps: [{step: dprd-approval, received: 2019-12-02}]}\n"
    )

    def mou(*arguments: str) -> str:
        command = [sys.executable, "-m", "mou_tracker", *arguments]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
        assert (ran.returncode, ran.stderr) == (0, "")
        return ran.stdout

    mou("check", "r.yaml", "--lang=su")
    english, sundanese = (
        mou("show", "one", "-r", "r.yaml", f"--lang={code}", "--as-of=2020-01-01") for code in ("en", "su")
    )
    assert (english.count("PENDING DPRD APPROVAL"), english.count("DPRD approval") > 0) == (1, True)
    assert sundanese == english.replace("PENDING DPRD APPROVAL", "NGANTOSAN DPRD")
    assert offered(mou("report", "-r", "r.yaml", "--as-of=2020-01-01")) == ["su", "id", "en"]
    (tmp_path / "r.yaml").write_text("register: {language: en}\nagreements: []\n")
    assert offered(mou("report", "-r", "r.yaml", "--as-of=2020-01-01")) == ["en", "id", "su"]


def offered(page: str) -> list[str]:
    """The languages between which a reader of the report chooses, its own first."""
    return re.findall(r'data-lang="?(\w+)', page)
