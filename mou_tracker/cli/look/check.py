"""`mou check`: is the data sound? Never depends on today."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr
from functools import cache, partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from mou_tracker.basics.findings import Failure, Finding, nearest
from mou_tracker.basics.phrases import phrase
from mou_tracker.check.checking import Checked, checked, pages
from mou_tracker.check.formats import FORMATS, rendered
from mou_tracker.check.formats.report import SEVERITIES, Report
from mou_tracker.check.formats.report import summary as read
from mou_tracker.check.manual import WIDTH, summary, worded
from mou_tracker.check.rules.rule import SignedText
from mou_tracker.cli import inputs, options
from mou_tracker.cli.choice import several_among, several_named
from mou_tracker.cli.main import language_option
from mou_tracker.cli.misuse import Misuse
from mou_tracker.cli.register import (
    held,
    in_colour,
    lines_in,
    not_read,
    note_read,
    read_source,
    register_path,
    screen_width,
    write,
)
from mou_tracker.language.wording import Wording, wording
from mou_tracker.parsing.file_findings import file_unreadable
from mou_tracker.register import files
from mou_tracker.register.files import document_state
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.views.lines import wrapped

if TYPE_CHECKING:
    from mou_tracker.cli.several.check import CheckJob, Found
    from mou_tracker.register.several import Named

STDIN, STDIN_PATH = "<stdin>", "-"
Sources = Mapping[str, bytes | Finding]


class Target(click.ParamType):  # type: ignore[type-arg]
    """A format and the file to write it to, as `sarif:mou.sarif`."""

    name = "format:file"

    def __init__(self, say: Wording) -> None:
        self.say = say

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The two parts; an unknown format is refused with the known ones."""
        form, colon, file = str(value).partition(":")
        if form not in FORMATS or not colon or not file:
            text = phrase("{value} is not FORMAT:FILE with one of {formats}", value=repr(value), formats=tuple(FORMATS))
            self.fail(self.say(text), param, ctx)
        return form, file


def command(say: Wording) -> click.Command:
    """The command with its options."""
    text = say(
        phrase(
            "Check the register: every mistake with its line and column. All paths are one register, unless each is "
            "plainly one of its own."
        )
    )
    return options.make(
        "check",
        say,
        text,
        run,
        [
            click.Argument(["paths"], nargs=-1, metavar="[PATH]..."),
            click.Option(
                ["-f", "--format", "form"],
                type=inputs.Word(tuple(FORMATS), say),
                help=say(phrase("How to print the findings.")),
            ),
            click.Option(
                ["-o", "--output", "targets"],
                type=Target(say),
                multiple=True,
                metavar="FORMAT:FILE",
                help=say(phrase("Write them to a file too; may be given several times.")),
            ),
            click.Option(
                ["--documents", "texts"],
                is_flag=True,
                help=say(phrase("Read the documents again and compare what they state (rule text-differs).")),
            ),
            click.Option(["--strict"], is_flag=True, help=say(phrase("Let warnings count as errors."))),
            click.Option(["--explain"], metavar="RULE", help=say(phrase("Print the page of a rule, and exit."))),
            click.Option(["--rules", "list_rules"], is_flag=True, help=say(phrase("List all rules, and exit."))),
            click.Option(
                ["-r", "--register", "named"],
                multiple=True,
                type=click.Path(),
                metavar="PATH",
                help=say(phrase("A register; repeatable. As PATH, but each is a register of its own.")),
            ),
            language_option(say),
        ],
    )


def run(
    say: Wording,
    paths: tuple[str, ...],
    form: str | None,
    targets: tuple[tuple[str, str], ...],
    texts: bool,
    strict: bool,
    explain: str | None,
    list_rules: bool,
    named: tuple[str, ...],
) -> int:
    """Check, print, write, and tell by the exit status whether something is wrong."""
    if explain or list_rules:
        click.echo(_page(explain, say) if explain else _rules(say), nl=False)
        return 0
    # An empty one, as of a variable that is not set, names nothing.
    paths, named = tuple(filter(None, paths)), tuple(filter(None, named))
    if paths and named:
        raise click.UsageError(say(phrase("give the register as PATH or with -r, not both")))
    if named:
        registers = several_named(say, named)
    else:
        registers = [] if STDIN_PATH in paths else several_among(say, paths or _usual())
    paths = paths or named[:1]
    both = _of_several(say, registers, texts) if registers else _of_one(say, paths, texts)
    report, documents = (replace(one, strict=strict) for one in both)
    _print(documents if form and FORMATS[form].document else report, form)
    for target, file in targets:
        write(rendered(target, documents if FORMATS[target].document else report), file)
    return 1 if report.count("error") or (strict and report.findings) else 0


def _of_one(say: Wording, paths: tuple[str, ...], texts: bool) -> tuple[Report, Report]:
    """What is found in one register, in the words of the screen and in those of documents."""
    sources = _sources(paths)
    found = held(checked(sources, ShippedProcedures(), _document_state, _signed_text(say) if texts else None))
    return _report(say, sources, found), _report(_document_words(found.language), sources, found)


def _of_several(say: Wording, registers: Sequence[Named], texts: bool) -> tuple[Report, Report]:
    """The same of several registers together."""
    from mou_tracker.cli.several import check
    from mou_tracker.cli.several.gather import document_words

    found, root = check.gathered(_checkup, say, registers, texts), partial(_from_root, _root())
    words = document_words((one.language for one in found if one.language), say)
    return check.report(found, say, root, _pages(say)), check.report(found, words, root, _pages(words))


def _checkup(job: CheckJob) -> Found:
    """What is found in one of several registers."""
    from mou_tracker.cli.several import check

    told = StringIO()
    with redirect_stderr(told):
        if job.refused:
            sources: Sources = {job.place: file_unreadable(job.place, job.refused)}
        else:
            sources = _sources((str(job.path),))
        found = checked(sources, ShippedProcedures(), _document_state, _signed_text(job.say) if job.texts else None)
    # One of which nothing can be read has no language that would be known.
    language = found.language if found.agreements or not found.findings else ""
    return check.Found(job.key, job.place, tuple(sources), found.findings, found.agreements, language, told.getvalue())


def _pages(say: Wording) -> Callable[[str], str]:
    """What gives a rule's manual page."""
    return cache(lambda rule: worded(pages()[rule].text, say))


def _document_words(language: str) -> Wording:
    """The words for what is not the screen: as asked for, else in the register's language."""
    return wording(click.get_current_context().find_root().obj or language)


def _usual() -> tuple[str, ...]:
    """The folder or file that the environment names, which may hold several registers."""
    return tuple(filter(None, [os.environ.get("MOU_REGISTER")]))


def _sources(paths: tuple[str, ...]) -> Sources:
    """The files to check by the name under which they are shown; a file that is reached twice counts once."""
    found: dict[str, bytes | Finding] = {}
    seen: set[str] = set()
    for path in paths or (str(register_path(None)),):
        if path == STDIN_PATH:
            found[STDIN] = sys.stdin.buffer.read(files.READ_LIMIT)
            continue
        if not Path(path).exists() and not Path(path).is_symlink():
            raise Failure(phrase("there is no file or folder {path}", path=path))
        for one in files.asked_for(Path(path)):
            real = str(one.path) if one.refused else os.path.realpath(one.path)
            if real not in seen:
                seen.add(real)
                name, content = not_read(one) if one.refused else read_source(one.path)
                found[name] = content
    if not found:
        raise Failure(phrase("{path} holds no .yaml or .yml file", path=", ".join(paths)))
    return found


def _report(say: Wording, sources: Sources, found: Checked) -> Report:
    @cache
    def lines_of(file: str) -> Sequence[str]:
        return lines_in(sources.get(file))

    root = partial(_from_root, _root())
    return Report(found.findings, tuple(sources), found.agreements, say, lines_of, root, _pages(say))


def _from_root(root: str | None, file: str) -> str:
    """A file's path from the top of the repository."""
    absolute = Path(os.path.abspath(file))
    if not root or file == STDIN or not absolute.is_relative_to(root):
        return file
    return absolute.relative_to(root).as_posix()


def _root() -> str | None:
    """The top of the repository: as a build service names it, else the nearest folder above with a `.git`."""
    here = os.getcwd()
    above = (one for one in (here, *map(str, Path(here).parents)) if os.path.lexists(os.path.join(one, ".git")))
    return os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or next(above, None)


def _document_state(register_file: str, path: str, wanted: bool) -> str | None:
    """The state of a document; nothing can be said where the record came through a pipe."""
    if register_file == STDIN:
        return None
    note_read(Path(register_file).parent / path)
    return document_state(register_file, path, wanted)


def _signed_text(say: Wording) -> SignedText:
    """What reads the documents; loaded only when asked for."""
    from mou_tracker.cli.documents import signed_text

    return signed_text(say)


def _print(report: Report, form: str | None) -> None:
    """The findings in the format asked for; without one as it suits the place: a terminal, a pipe, GitHub Actions.

    There, text is made such that the runner takes nothing in it for a command of its own.
    """
    in_actions = os.environ.get("GITHUB_ACTIONS") == "true"
    chosen = form or ("full" if sys.stdout.isatty() else "concise")
    if in_actions and not form:
        _annotate(report)
        return
    text = rendered(chosen, _as_shown(report))
    if chosen == "github":  # its annotations are orders of our own
        _as_is(text)
    else:
        write(text, None)


def _as_is(text: str) -> None:
    """Print orders for a build service, which the stream would take out."""
    getattr(sys.stdout, "as_is", sys.stdout.write)(text)


def _annotate(report: Report) -> None:
    """The findings, annotations and what was read; and the whole list in the step's summary."""
    from mou_tracker.check.formats.full import blocks
    from mou_tracker.check.formats.github import commands, step_summary

    write("\n".join([*blocks(report), ""]), None)
    _as_is(commands(report))
    write(f"{read(report)}\n", None)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with open(summary, "a", encoding="utf-8") as file:
            file.write(step_summary(report))


def _as_shown(report: Report) -> Report:
    """The report as the terminal shows it, if one does: in its width, and in colour unless nobody wants any."""
    return replace(report, colour=in_colour(), width=screen_width(None))


def _page(rule: str, say: Wording) -> str:
    """The manual page of a rule."""
    known = pages()
    if rule not in known:
        near = nearest(rule, known)
        hint = phrase("did you mean `{word}`?", word=near) if near else phrase("`mou check --rules` lists them")
        param, context = options.given_as("explain")
        raise Misuse(say(phrase("there is no rule {rule}", rule=repr(rule))), say(hint), context, param)
    page = known[rule]
    width = min(WIDTH, screen_width(None) or WIDTH)
    return f"{rule} ({say(SEVERITIES[page.severity])})\n\n{worded(page.text, say, width)}"


def _rules(say: Wording) -> str:
    """All rules with their severity and the first sentence of their pages."""
    known = pages()
    width = max(map(len, known))
    words = {severity: say(word) for severity, word in SEVERITIES.items()}
    room = max(map(len, words.values()))
    heads = ((f"{name:{width}}  {words[page.severity]:{room}}  ", page.text) for name, page in known.items())
    rows = (row for head, text in heads for row in wrapped(head + summary(text, say), screen_width(None), len(head)))
    return "".join(f"{row}\n" for row in rows)
