"""Registers that are hard in one way: many extensions, many waivers, a long chain, another country's working days."""

from __future__ import annotations

from datetime import date, timedelta

from make_register import HEAD

_RECORD = """  - id: {id}
    title: Memorandum of understanding {id}
    partner: {{name: Suwon, country: KR}}
    kind: ksdpl
    instrument: mou
    owner: ksln
"""
EDITED = "edited"
TO_EDIT = _RECORD.format(id=EDITED) + "    signed: 2024-03-01\n    term: 5 years\n"
_SOURCES = "    sources:\n      - {title: Annual report 2024, url: 'https://example.org/report'}\n"


def extended(count: int) -> str:
    """One record that was extended so many times, every eight days; no more fit into one than 4,000 such values."""
    head = "    signed: 1930-01-02\n    term: 1 month\n    extensions:\n"
    days = (date(1930, 1, 2) + timedelta(days=8 * n) for n in range(1, count + 1))
    extensions = (f"      - {{signed: {day}, term: 8 days}}\n" for day in days)
    return "".join([HEAD, _RECORD.format(id="extended"), head, *extensions])


def waived(count: int) -> str:
    """So many waivers, each in a record of its own of which nothing can be read, as it has no kind."""
    record = _RECORD.replace("kind: ksdpl", "kind: sister")
    waiver = "    # mou: allow[term-missing] because the archive has not answered yet\n    signed: 2024-03-01\n"
    return HEAD + "".join(record.format(id=f"broken-{n}") + waiver for n in range(count))


def chained(count: int) -> str:
    """So many records of which each ends with the one before it."""
    lines = [HEAD, _RECORD.format(id="chained-0"), "    signed: 2024-03-01\n    term: 5 years\n", _SOURCES]
    for n in range(1, count):
        lines += [
            _RECORD.format(id=f"chained-{n}"),
            f"    signed: 2024-03-01\n    ends_with: chained-{n - 1}\n",
            _SOURCES,
        ]
    return "".join(lines)


def of_country(register: str, country: str) -> str:
    """A register with a country's working days, without collective leave, and a step under way that needs them."""
    days = f"  holidays: {{country: {country}, collective_leave: false}}\n  owner: ksln\n"
    under_way = "    steps:\n      - {step: dprd-approval, received: 2026-07-01}\n"
    return register.replace("  owner: ksln\n", days, 1) + _RECORD.format(id="under-way") + under_way + _SOURCES
