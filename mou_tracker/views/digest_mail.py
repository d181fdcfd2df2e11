"""A digest as HTML, and its dates as a calendar: the parts of a mail that need their own libraries."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from mou_tracker.agreement.register import Register
from mou_tracker.core.mailing import Message
from mou_tracker.core.milestones import Milestone
from mou_tracker.language.wording import Wording
from mou_tracker.status.agenda import entries
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.calendar import ahead, calendar_bytes
from mou_tracker.views.digest import Digest


@cache
def _template() -> Template:
    made = Environment(
        loader=PackageLoader("mou_tracker.reminders", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return made.get_template("digest.html")


def digest_html(made: Digest) -> str:
    """The same as a page that needs nothing from elsewhere: no picture, no link, no script."""
    return _template().render(digest=made)


def digest_calendar(message: Message, register: Register, say: Wording) -> bytes | None:
    """The days ahead of the agreements that a message covers; None where there are none.

    METHOD:PUBLISH asks for no answer (RFC 5546); the same events as in `mou calendar`, so that they update each other.
    """
    found: dict[str, Assessment] = {}
    for reminder in message.reminders:
        if isinstance(reminder.about, Milestone):
            found[reminder.key.agreement] = reminder.about.found
    dated = [entry for one in found.values() for entry in entries(one, register) if ahead(entry)]
    if not dated:
        return None
    version = b"VERSION:2.0\r\n"
    before, _, after = calendar_bytes(dated, register.name or "mou", say).partition(version)
    return before + version + b"METHOD:PUBLISH\r\n" + after
