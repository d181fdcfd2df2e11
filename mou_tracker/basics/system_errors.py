"""What the system says when it cannot do something, as a sentence that can be said in the reader's language too."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from mou_tracker.basics.phrases import Phrase, phrase

_SAID: Mapping[int, Phrase] = {
    errno.ENOENT: phrase("No such file or directory"),
    errno.EACCES: phrase("Permission denied"),
    errno.EPERM: phrase("Operation not permitted"),
    errno.EISDIR: phrase("Is a directory"),
    errno.ENOTDIR: phrase("Not a directory"),
    errno.EEXIST: phrase("File exists"),
    errno.ENOSPC: phrase("No space left on device"),
    errno.EROFS: phrase("Read-only file system"),
    errno.ENAMETOOLONG: phrase("File name too long"),
    errno.ELOOP: phrase("Too many levels of symbolic links"),
    errno.EIO: phrase("Input/output error"),
    errno.EMFILE: phrase("Too many open files"),
    errno.ENOMEM: phrase("Cannot allocate memory"),
}
_OWN = {"not an ordinary file": phrase("not an ordinary file")}


def reason(error: OSError) -> Phrase:
    """Why something failed; what is not known here comes in the system's own words."""
    said = error.strerror or str(error)
    return _SAID.get(error.errno or 0) or _OWN.get(said) or phrase("{reason}", reason=said)


def failed(error: OSError) -> Phrase:
    """What failed, and why."""
    return phrase("{path}: {why}", path=error.filename or "", why=reason(error))
