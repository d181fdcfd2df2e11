"""`mou remind` telling people otherwise besides: the channels of those whose mail was taken, each called once."""

from __future__ import annotations

from collections.abc import Sequence

from mou_tracker.basics.phrases import phrase
from mou_tracker.cli.remind.session import ReminderSession
from mou_tracker.language.wording import wording
from mou_tracker.mail.channels import Notification, call
from mou_tracker.mail.ledger import Ledger
from mou_tracker.mail.settings import Settings
from mou_tracker.reminders.due import cannot_wait
from mou_tracker.reminders.run_plan import Message


def call_channels(
    session: ReminderSession, settings: Settings, sent: Sequence[Message], ledger: Ledger, until: float
) -> None:
    """Call the channels of the recipients of these mails; what fails is named on stderr and kept for `--status`."""
    for message in sent:
        name = message.recipient.channel
        if name is None:
            continue
        channel = settings.channels.get(name)
        none = phrase("the settings have no [channels.{name}]", name=name)
        why = call(channel, _notification(session, message), until) if channel else none
        ledger.channel_called(name, session.loaded.as_of, session.say(why) if why else "")
        if why:
            session.tell(
                phrase(
                    "channel {name} did not reach {address}, the mail did: {why}",
                    name=name,
                    address=message.recipient.address,
                    why=why,
                )
            )


def _notification(session: ReminderSession, message: Message) -> Notification:
    """What the mail says, in its reader's language."""
    from mou_tracker.reminders.digest import digest, digest_text

    loaded = session.loaded
    said = digest(message, loaded.book, loaded.as_of, wording(message.recipient.language))
    urgent = any(cannot_wait(reminder, loaded.book.register) for reminder in message.reminders)
    return Notification(message.recipient.address, said.subject, digest_text(said), message.agreements, urgent)
