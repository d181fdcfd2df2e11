"""Letters of a picture, by tesseract if it is installed with Indonesian and English."""

from __future__ import annotations

import shutil
import subprocess

from mou_tracker.texts.files.limits import Unreadable

SECONDS_A_PAGE = 60


def available() -> bool:
    """Whether tesseract is there with both languages."""
    program = shutil.which("tesseract")
    if not program:
        return False
    try:
        listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return {"ind", "eng"} <= set(listed.stdout.split())


def recognised(width: int, height: int, stride: int, pixels: bytes) -> list[str]:
    """The lines of a grey picture, one byte a point."""
    rows = b"".join(pixels[at * stride : at * stride + width] for at in range(height))
    picture = b"P5 %d %d 255\n" % (width, height) + rows
    program = shutil.which("tesseract")
    if program is None:
        raise Unreadable("ocr")
    try:
        done = subprocess.run(
            [program, "stdin", "stdout", "-l", "ind+eng", "--psm", "3"],
            input=picture,
            capture_output=True,
            timeout=SECONDS_A_PAGE,
            check=False,
            env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"},
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return done.stdout.decode("utf-8", "replace").replace("\f", "").split("\n") if done.returncode == 0 else []
