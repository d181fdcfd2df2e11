"""What `mou show` says of an agreement's reminders: the ledger is opened only where there is one."""

from __future__ import annotations

import os
from pathlib import Path

from mou_tracker.basics.phrases import phrase
from mou_tracker.cli.register import Office
from mou_tracker.language.wording import Wording
from mou_tracker.mail.ledger_file import Unusable, ledger_path
from mou_tracker.reminders.explain import reminded
from mou_tracker.reminders.history import Memory
from mou_tracker.status.assessment import Assessment
from mou_tracker.views.sections import Section


def reminders_section(office: Office, found: Assessment, say: Wording) -> Section:
    """The reminders that went out and that come, or why the ledger cannot tell."""
    if not ledger_path(None, os.environ, Path.home()).exists():
        return reminded(found, office.book.register, [], Memory(), say)
    from mou_tracker.cli.remind_desk import remembered

    try:
        past, memory = remembered(found.agreement.id)
    except Unusable as error:
        return Section(phrase("Reminders"), ((say(error.message),),))
    return reminded(found, office.book.register, past, memory, say)
