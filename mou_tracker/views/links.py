"""Which texts of a register may become links: web addresses, mail addresses, and paths beside the register."""

from __future__ import annotations

import re
from urllib.parse import quote

from mou_tracker.basics.escaping import visible

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ALLOWED = re.compile(r"(?:https?://[^/\\]|mailto:[^/\\@]+@)[!-~\u00a1-\U0010ffff]*\Z", re.IGNORECASE)


def href(text: str | None, base: str = "") -> str | None:
    """The address to link to, None where the text is no http, https or mailto address and no relative path.

    `base` is what leads from the page to the folder of the register. A path with a backslash, a control character or
    two leading slashes is none: browsers read some of these as addresses.
    """
    if not text or text != visible(text) or "\\" in text:
        return None
    if _SCHEME.match(text):
        return text if _ALLOWED.match(text) and not any(map(str.isspace, text)) else None
    if text.startswith("/") or text != text.strip():
        return None
    return quote(base, safe="/.") + quote(text, safe="/.")
