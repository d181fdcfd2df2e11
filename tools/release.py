"""Make what a release consists of, and try each part in an empty environment without a network.

    python tools/release.py dist              # for every system and Python that are supported
    python tools/release.py dist --here       # for this system and Python only, as CI does
    python tools/release.py --pin REVISION    # let the pages name another revision

In the folder are then the wheel, the sdist, `mou.pyz`, `mou-VERSION-wheels.zip` with everything that servers without a
network need, `mou-VERSION.cdx.json` (what it consists of, as CycloneDX) and `SHA256SUMS`. Needs what
`requirements.lock` installs. The same commit gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import distribution
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = (
    ("manylinux2014_x86_64", "manylinux_2_17_x86_64", "manylinux_2_28_x86_64"),
    ("manylinux2014_aarch64", "manylinux_2_17_aarch64", "manylinux_2_28_aarch64"),
    ("win_amd64",),
    ("macosx_11_0_arm64", "macosx_12_0_arm64"),
)
PIN = r"(git\.example\.org/mou@|example/mou@|(?<=\s)ref: |(?<=\s)rev: )[0-9a-zA-Z.]+"


def main() -> None:
    """Build, pack, sum up and try."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "dist")
    parser.add_argument("--here", action="store_true", help="for this system and Python only")
    parser.add_argument("--pin", metavar="REVISION", help="only let the pages name this revision")
    given = parser.parse_args()
    if given.pin:
        pin(given.pin)
        return
    for name in ("SOURCE_DATE_EPOCH", "PYTHONHASHSEED"):
        os.environ.setdefault(name, {"PYTHONHASHSEED": "0"}.get(name) or committed())
    folder: Path = given.folder.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run(sys.executable, "-m", "hatchling", "build", "-d", str(folder), cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    needed = closure("mou-tracker", ("read",))
    with tempfile.TemporaryDirectory() as made:
        wheels = Path(made, "wheels")
        wheels.mkdir()
        download(needed - {"mou-tracker"}, wheels, given.here)
        shutil.copy(wheel, wheels)
        pack(wheels, folder / f"mou-{PROJECT['version']}-wheels.zip")
        site = Path(made, "site")
        merge(sorted(wheels.glob("*.whl")), site)
        run(
            *(
                sys.executable,
                "-m",
                "shiv.cli",
                "--site-packages",
                str(site),
                "--reproducible",
                "-p",
                "/usr/bin/env python3",
            ),
            *("-e", "mou_tracker.__main__:run", "-o", str(folder / "mou.pyz")),
        )
        bill = json.dumps(sbom(needed, wheels), indent=1, ensure_ascii=False) + "\n"
        (folder / f"mou-{PROJECT['version']}.cdx.json").write_text(bill, "utf-8")
        builders = Path(made, "builders")
        builders.mkdir()
        download(locked().keys(), builders, here=True)
        try_all(folder, builders)
    sums = [f"{sha256(path)}  {path.name}\n" for path in sorted(folder.iterdir())]
    (folder / "SHA256SUMS").write_text("".join(sums), "utf-8")
    print("".join(f"{path.stat().st_size:>10}  {path.name}\n" for path in sorted(folder.iterdir())), end="")


def committed() -> str:
    """When the commit was made, in seconds: the time that all files get."""
    shown = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    return shown.stdout.strip() or "1767225600"


def run(*command: str, cwd: Path | None = None, environment: Mapping[str, str] | None = None) -> str:
    """What a command prints; ends the tool with all that it said where it fails."""
    ran = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(f"{' '.join(command)}\n{ran.stdout}{ran.stderr}")
    return ran.stdout


def locked() -> dict[str, str]:
    """Each package of `requirements-run.lock`, as pip wants it: its version with the hashes of all its files."""
    text = (ROOT / "requirements-run.lock").read_text("utf-8")
    blocks = re.findall(r"^([a-z0-9-]+)==([^ ]+)[^\\\n]*\\\n((?:    --hash.*\n?)+)", text, re.MULTILINE)
    return {name: f"{name}=={version} \\\n{hashes}" for name, version, hashes in blocks}


def closure(name: str, extras: tuple[str, ...] = ()) -> set[str]:
    """What a package needs on any system and Python, itself included, as far as the lock has it."""
    found, todo, known = set[str](), [(name, extras)], locked()
    while todo:
        at, wanted = todo.pop()
        found.add(at)
        for text in distribution(at).requires or ():
            needed = Requirement(text)
            name = canonicalize_name(needed.name)
            asked = needed.marker is None or any(
                "extra" not in str(needed.marker) or needed.marker.evaluate({"extra": extra}) for extra in ("", *wanted)
            )
            if asked and name in known and name not in found:
                todo.append((name, tuple(needed.extras)))
    return found


def download(names: Iterable[str], folder: Path, here: bool) -> None:
    """Fetch wheels as the lock has them, each held to its hash."""
    known = locked()
    with tempfile.TemporaryDirectory() as made:
        wanted = Path(made, "wanted.txt")
        wanted.write_text("\n".join(known[name] for name in sorted(names)), "utf-8")
        for platforms, python in [((), "")] if here else [(p, v) for p in PLATFORMS for v in PYTHONS]:
            target = [option for platform in platforms for option in ("--platform", platform)]
            target += ["--implementation", "cp", "--python-version", python] if python else []
            run(
                *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"),
                *("--only-binary", ":all:", "--require-hashes", "-r", str(wanted), "-d", str(folder), *target),
            )


def merge(wheels: Iterable[Path], site: Path) -> None:
    """Lay wheels out in one folder: compiled modules for many systems lie side by side, as their names tell them apart.

    Ends the tool where two wheels of a package differ in anything else.
    """
    for wheel in wheels:
        with ZipFile(wheel) as archive:
            for name in archive.namelist():
                kind = re.match(r"[^/]+\.data/(\w+)/", name)
                if name.endswith("/") or (kind and kind[1] not in ("purelib", "platlib")):
                    continue
                path, content = site / (name[kind.end() :] if kind else name), archive.read(name)
                if path.exists() and path.read_bytes() != content and ".dist-info/" not in name:
                    sys.exit(f"{wheel.name}: {name} is not what another wheel of that package has")
                path.parent.mkdir(parents=True, exist_ok=True)
                if not path.exists():
                    path.write_bytes(content)


def pack(wheels: Path, target: Path) -> None:
    """The folder of wheels as one archive, the same bytes each time."""
    moment = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for path in sorted(wheels.iterdir()):
            archive.writestr(ZipInfo(f"wheels/{path.name}", moment.timetuple()[:6]), path.read_bytes())


def sha256(path: Path) -> str:
    """A file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def sbom(names: Iterable[str], wheels: Path) -> dict[str, object]:
    """What the program consists of, as CycloneDX 1.6: each package, its licence, its files' sums and what it needs."""
    files: dict[str, list[Path]] = {}
    for path in sorted(wheels.glob("*.whl")):
        files.setdefault(parse_wheel_filename(path.name)[0], []).append(path)
    parts = {name: component(name, files.get(name, [])) for name in sorted(names)}
    moment = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(parts, sort_keys=True))}",
        "version": 1,
        "metadata": {
            "timestamp": moment.isoformat().replace("+00:00", "Z"),
            "component": {**parts["mou-tracker"], "type": "application"},
        },
        "components": [part for name, part in parts.items() if name != "mou-tracker"],
        "dependencies": [
            {
                "ref": parts[name]["bom-ref"],
                "dependsOn": sorted(str(parts[other]["bom-ref"]) for other in needs(name, parts)),
            }
            for name in parts
        ],
    }


def needs(name: str, known: Iterable[str]) -> Iterator[str]:
    """The packages that one names itself, its extras included."""
    named = {canonicalize_name(Requirement(text).name) for text in distribution(name).requires or ()}
    return (other for other in known if other in named and other != name)


def component(name: str, files: Iterable[Path]) -> dict[str, object]:
    """One package. An expression of licences is one; older words for it are passed on as a name."""
    about = distribution(name).metadata
    version = distribution(name).version
    words = about.get("License-Expression")
    old = [
        c.rpartition(":: ")[2] for c in about.get_all("Classifier") or () if c.startswith("License :: OSI Approved ::")
    ]
    licence: list[dict[str, object]] = (
        [{"expression": words}] if words else [{"license": {"name": text}} for text in sorted(old)]
    )
    found: dict[str, object] = {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}@{version}",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
    }
    if licence:
        found["licenses"] = licence
    sums = [{"alg": "SHA-256", "content": sha256(path)} for path in files]
    if len(sums) == 1:
        found["hashes"] = sums
    elif sums:
        found["components"] = [
            {"type": "file", "name": path.name, "hashes": [one]} for path, one in zip(files, sums, strict=True)
        ]
    return found


def try_all(folder: Path, builders: Path) -> None:
    """Install and run each part where there is no network and nothing but Python; ends the tool where one fails."""
    cut = (
        ["unshare", "-n"]
        if shutil.which("unshare")
        and not subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode
        else []
    )
    with tempfile.TemporaryDirectory() as made:
        bare = {"PATH": os.environ["PATH"], "HOME": made, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1"}
        bare["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
        with ZipFile(next(folder.glob("*-wheels.zip"))) as archive:
            archive.extractall(made)
        installs = {
            "the wheel": [f"{next(folder.glob('*.whl'))}[read]", "--find-links", str(builders)],
            "the sdist": [f"{next(folder.glob('*.tar.gz'))}[read]", "--find-links", str(builders)],
            "the folder of wheels": ["mou-tracker[read]", "--find-links", "wheels"],
        }
        for number, (what, arguments) in enumerate(installs.items()):
            venv = Path(made, str(number))
            run(sys.executable, "-m", "venv", str(venv))
            python = str(
                next(path for path in (venv / "bin" / "python", venv / "Scripts" / "python.exe") if path.exists())
            )
            run(*cut, python, "-m", "pip", "install", "--quiet", *arguments, cwd=Path(made), environment=bare)
            works([*cut, python, "-m", "mou_tracker"], bare, what)
        for python in [sys.executable, *filter(None, map(shutil.which, [f"python{version}" for version in PYTHONS]))]:
            runs = subprocess.run(
                [python, "-c", "import sys; print(sys.version_info[:2])"], capture_output=True, check=False
            )
            if python == sys.executable or (
                not runs.returncode and len(list(Path(made, "wheels").glob("msgspec-*"))) > 1
            ):
                works([*cut, python, "-I", str(folder / "mou.pyz")], bare, f"mou.pyz with {Path(python).name}")


def works(mou: list[str], environment: Mapping[str, str], what: str) -> None:
    """A program checks the register that comes with it, and makes the status in both formats that need libraries."""
    with tempfile.TemporaryDirectory() as made:
        register = str(ROOT / "data" / "agreements.yaml")
        print(f"{what}: {run(*mou, 'check', register, cwd=Path(made), environment=environment).splitlines()[-1]}")
        for command in (
            ("status", "-f", "xlsx", "-o", "a.xlsx"),
            ("report", "-o", "a.html"),
            ("calendar", "-o", "a.ics"),
        ):
            run(*mou, *command, "-r", register, cwd=Path(made), environment=environment)


def pin(revision: str) -> None:
    """Let README and pages name another revision of this repository."""
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        text = page.read_text("utf-8")
        page.write_text(re.sub(PIN, lambda found: found[1] + revision, text), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
