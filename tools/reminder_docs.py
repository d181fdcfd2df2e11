"""Write what docs/reminders.md shows from what the program does: the example mails and the tables of settings.

`python tools/reminder_docs.py` writes docs/examples/digest*.{txt,html} and the marked parts of docs/reminders.md;
`--check` only says which of them are not up to date.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from mou_tracker.agreement.register import Book
from mou_tracker.approvals.working_days import calendar
from mou_tracker.check.structural import sound
from mou_tracker.language.wording import LANGUAGES, wording
from mou_tracker.mail.settings import PREFIX, SETTINGS
from mou_tracker.register.procedures import ShippedProcedures
from mou_tracker.register.read import read_book
from mou_tracker.reminders.digest import digest, digest_html, digest_text
from mou_tracker.reminders.history import History
from mou_tracker.reminders.run_plan import Message, Rules, make_plan
from mou_tracker.reminders.schedule import DEFAULTS
from mou_tracker.status.assess import assess

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
EXAMPLES = DOCS / "examples"
PAGE = DOCS / "reminders.md"
AS_OF = date(2026, 11, 21)


def example() -> tuple[Book, Message]:
    """The example's register, and the one mail that is due."""
    name = "docs/examples/reminders.yaml"
    book = sound(read_book([(name, (ROOT / name).read_bytes())], ShippedProcedures()))
    days = calendar("ID", True, frozenset(), frozenset())
    found = assess(book, AS_OF, days)
    (message,) = make_plan(found, book, days, AS_OF, History(), Rules()).messages
    return book, message


def mails() -> dict[Path, str]:
    """The example mail in both forms and languages."""
    book, message = example()
    made: dict[Path, str] = {}
    for language in LANGUAGES:
        ending = "" if language == "en" else f".{language}"
        said = digest(message, book, AS_OF, wording(language), calendar=True)
        made[EXAMPLES / f"digest{ending}.txt"] = f"Subject: {said.subject}\n\n{digest_text(said)}"
        made[EXAMPLES / f"digest{ending}.html"] = digest_html(said)
    return made


def settings_table() -> str:
    """The keys of `mou.toml`."""
    say = wording("en")
    rows = [f"| `{key}` | `{PREFIX}{key.upper()}` | {say(known.doc)} |\n" for key, known in SETTINGS.items()]
    return "| key | variable | meaning |\n| --- | --- | --- |\n" + "".join(rows)


def ladders() -> str:
    """The default ladders as a register would write them."""
    lines = ["```yaml\nregister:\n  reminders:\n"]
    for name, rungs in DEFAULTS.items():
        steps = [period.text() or "0 days" for period in rungs.steps]
        steps += [f"then every {rungs.every.text()}"] if rungs.every else []
        lines.append(f"    {name}: [{', '.join(steps)}]\n")
    return "".join([*lines, "```\n"])


def page() -> str:
    """docs/reminders.md with its marked parts written anew."""
    text = PAGE.read_text("utf-8")
    for name, made in (("settings", settings_table()), ("ladders", ladders())):
        begin, end = f"<!-- {name}: made by tools/reminder_docs.py -->\n", f"<!-- end of {name} -->\n"
        before, _, rest = text.partition(begin)
        text = before + begin + made + end + rest.partition(end)[2]
    return text


def outdated() -> dict[Path, str]:
    """The files whose content is not what it should be, with that."""
    wanted = {**mails(), PAGE: page()}
    return {path: text for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text}


def main(arguments: list[str]) -> int:
    """Write, or say what is not up to date."""
    found = outdated()
    for path, text in found.items():
        print(f"{path.relative_to(ROOT)}: {'not up to date' if '--check' in arguments else 'written'}")
        if "--check" not in arguments:
            path.write_text(text, "utf-8")
    return 1 if found and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
