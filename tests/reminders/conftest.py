"""Fixtures that reminders share with the mails that tell them."""

from tests.mail.conftest import desk

__all__ = ["desk"]
