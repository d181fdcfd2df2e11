"""Wheels of what is installed here, so that installing can be tested where there is no network."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
from importlib.metadata import Distribution, distribution
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from tests.conftest import ROOT

# Written by an installer, and no part of a wheel.
_INSTALLED = {"INSTALLER", "REQUESTED", "direct_url.json", "RECORD"}


def locked(lock: str) -> list[str]:
    """The names of the packages of a lock."""
    return re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text("utf-8"), re.MULTILINE)


def wheels_of_this_environment(folder: Path) -> Path:
    """Put all that an installation from this repository needs into a folder, as wheels, pip itself included."""
    for name in [*locked("requirements-run.lock"), "pip"]:
        _wheel(distribution(name), folder)
    return folder


def _wheel(found: Distribution, folder: Path) -> None:
    """Make the wheel again from the files that its installation left."""
    tag = re.findall(r"^Tag: (.+)$", found.read_text("WHEEL") or "", re.MULTILINE)[-1]
    name = re.sub(r"[-_.]+", "_", found.metadata["Name"]).lower()
    record = io.StringIO()
    write = csv.writer(record, lineterminator="\n").writerow
    with ZipFile(folder / f"{name}-{found.version}-{tag}.whl", "w", ZIP_STORED) as wheel:
        for file in found.files or ():
            if ".." in file.parts or file.suffix == ".pyc" or file.is_absolute():
                continue
            if file.parts[0].endswith(".dist-info"):
                info = file.parts[0]
                if file.name in _INSTALLED:
                    continue
            content = Path(str(file.locate())).read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            wheel.writestr(file.as_posix(), content)
            write([file.as_posix(), f"sha256={digest}", len(content)])
        write([f"{info}/RECORD", "", ""])
        wheel.writestr(f"{info}/RECORD", record.getvalue())
