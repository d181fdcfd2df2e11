"""Several registers as people read them: a head with totals, how each stands, then each by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.wording import Wording
from mou_tracker.overview.shares import Share, council, latest_day, names, totals
from mou_tracker.status.statuses import ATTENTION, Status
from mou_tracker.views.lines import Line, Part, aligned, cells, line, padded
from mou_tracker.views.monitoring import Figures
from mou_tracker.views.status import ORDER, unread_note
from mou_tracker.views.tables import escaped, table


def title(shares: Sequence[Share]) -> Phrase:
    """What several registers are called together."""
    return plural("{n} register", "{n} registers", len(shares))


def standing(share: Share, say: Wording) -> str:
    """How a register stands, in a few words."""
    if share.failed:
        return say(phrase("cannot be read: {why}", why=share.failed))
    parts = [f"{share.counts[status]} {say(share.names[status])}" for status in ATTENTION if share.counts.get(status)]
    if share.unreadable:
        parts.append(say(unread_note(share.unreadable, share.mixed)))
    return ", ".join(parts) or say(NONE_FITS if _all_hidden(share) else phrase("nothing needs attention"))


NONE_FITS = phrase("none of its agreements fits the filter")


def _all_hidden(share: Share) -> bool:
    """Whether a filter hides every record: nothing is known of them then."""
    return bool(share.total) and not share.shown


def _number(share: Share, say: Wording) -> str:
    return "" if share.failed else say(plural("{n} agreement", "{n} agreements", share.shown))


def _style(share: Share) -> str:
    if share.failed or share.counts.get("lapsed"):
        return "lapsed"
    return next((status for status in ATTENTION if share.counts.get(status)), "strong")


def head_lines(shares: Sequence[Share], say: Wording, width: int | None, notes: Iterable[Phrase] = ()) -> list[Line]:
    """The head of all: how many, the totals, how each register stands."""
    right = say(plural("{n} agreement", "{n} agreements", sum(share.shown for share in shares)))
    numbers = [_number(share, say) for share in shares]
    stands = [(standing(share, say), _style(share)) for share in shares]
    return [
        _first_line(shares, right, say, width),
        line(),
        _totals_line(shares, say),
        line(),
        *_list(shares, numbers, stands),
        *_noted(notes, say),
    ]


def _first_line(shares: Sequence[Share], right: str, say: Wording, width: int | None) -> Line:
    day, name = latest_day(shares), say(title(shares))
    right = f"{say.day(day)} · {right}" if day else right
    room = min(width or 0, 120) - cells(name) - cells(right)
    return line(Part(name, "title"), " " * max(3, room), right, indent=2)


def _noted(notes: Iterable[Phrase], say: Wording) -> Iterator[Line]:
    for note in notes:
        yield line()
        yield line(say(note), indent=2)


def _list(shares: Sequence[Share], numbers: Sequence[str], stands: Sequence[tuple[str, str]]) -> Iterator[Line]:
    """A line for each register: its key, how many, how it stands."""
    rows = aligned([(share.key, number) for share, number in zip(shares, numbers, strict=True)])
    widest = max(map(cells, rows))
    for share, row, (stand, style) in zip(shares, rows, stands, strict=True):
        rest = padded(row, widest)[len(share.key) :]
        yield line("  ", Part(share.key, "strong"), f"{rest}  ", Part(stand, style), indent=widest + 4)


def _totals_line(shares: Sequence[Share], say: Wording) -> Line:
    numbers, words = totals(shares), names(shares)
    parts: list[str | Part] = []
    for status in ATTENTION:
        parts += [" · " if parts else "", Part(say(words[status]).upper(), status)]
        parts.append(Part(f" {numbers[status]}", "strong"))
    return line(*(part for part in parts if part), indent=2)


def sections(shares: Iterable[Share]) -> Iterator[Line]:
    """The lines of each register that has some, parted from what went before."""
    for share in shares:
        if isinstance(share.body, list) and share.body:
            yield line()
            yield line()
            yield from share.body


def markdown(shares: Sequence[Share], say: Wording, notes: Iterable[Phrase] = ()) -> str:
    """The same as Markdown: a table of the registers, what is not shown, then each as a section."""
    numbers, words = totals(shares), names(shares)
    told = " · ".join(f"{numbers[status]} {say(words[status])}" for status in _counted(numbers))
    heads = [say(head) for head in (phrase("Register"), phrase("Name"), phrase("Agreements"), phrase("State"))]
    rows = [(one.key, one.name, "" if one.failed else str(one.shown), standing(one, say)) for one in shares]
    number = say(plural("{n} agreement", "{n} agreements", sum(share.shown for share in shares)))
    return _markdown(shares, say, number, told, table(heads, rows), notes)


def _markdown(
    shares: Sequence[Share], say: Wording, number: str, told: str, registers: str, notes: Iterable[Phrase]
) -> str:
    """A page: the day and a number, what there is to tell of all, the table of the registers, what is not shown, and
    each register's section.
    """
    day = latest_day(shares)
    parts = [
        f"# {escaped(say(title(shares)))}\n",
        f"{say.day(day)} · {number}\n" if day else f"{number}\n",
        f"{told}\n" if told else "",
        registers,
        *(f"{escaped(say(note))}\n" for note in notes),
        *(_deeper(share.body) for share in shares if isinstance(share.body, str)),
    ]
    return "\n".join(part for part in parts if part)


def _counted(numbers: dict[Status, int]) -> list[Status]:
    return [status for status in ORDER if numbers[status]]


def _deeper(text: str) -> str:
    """Headings one level down; a register's own texts never begin a line with one."""
    return "".join(f"#{one}" if one.startswith("#") else one for one in text.splitlines(keepends=True))


def agenda_order(share: Share) -> tuple[bool, int, int, str]:
    """Sort key of an agenda: what cannot be read, then where most is overdue, then where most is dated."""
    return (share.failed is None, -_entries(share, "overdue"), -_entries(share), share.key)


def _entries(share: Share, which: str = "entries") -> int:
    number = share.more.get(which, 0)
    return number if isinstance(number, int) else 0


def _dated(share: Share, say: Wording) -> str:
    """How much of a register is dated, in a few words."""
    if share.failed:
        return standing(share, say)
    late = _entries(share, "overdue")
    said = [plural("{n} overdue", "{n} overdue", late)] if late else []
    if share.unreadable:
        said.append(unread_note(share.unreadable, share.mixed))
    if not said and not _entries(share):
        said.append(NONE_FITS if _all_hidden(share) else phrase("nothing is due"))
    return ", ".join(map(say, said))


def agenda_head(shares: Sequence[Share], say: Wording, width: int | None, notes: Iterable[Phrase] = ()) -> list[Line]:
    """The head of the agendas of all."""
    right = say(plural("{n} date", "{n} dates", sum(map(_entries, shares))))
    numbers = ["" if one.failed else say(plural("{n} date", "{n} dates", _entries(one))) for one in shares]
    styles = ["lapsed" if one.failed or _entries(one, "overdue") else "" for one in shares]
    stands = [(_dated(one, say), style) for one, style in zip(shares, styles, strict=True)]
    return [_first_line(shares, right, say, width), line(), *_list(shares, numbers, stands), *_noted(notes, say)]


def agenda_markdown(shares: Sequence[Share], say: Wording, notes: Iterable[Phrase] = ()) -> str:
    """The agendas of all as Markdown."""
    heads = [say(head) for head in (phrase("Register"), phrase("Name"), phrase("Dates"), phrase("State"))]
    rows = [(one.key, one.name, "" if one.failed else str(_entries(one)), _dated(one, say)) for one in shares]
    number = say(plural("{n} date", "{n} dates", sum(map(_entries, shares))))
    return _markdown(shares, say, number, "", table(heads, rows), notes)


def figures(shares: Sequence[Share]) -> Figures:
    """What monitoring counts in all of them."""
    return Figures(
        totals(shares),
        names(shares),
        sum(share.overdue for share in shares),
        council(shares),
        sum(share.unreadable for share in shares),
        any(share.mixed for share in shares),
        [name for share in shares for name in share.more.get("urgent", ())],  # type: ignore[attr-defined]
        title(shares),
        len(shares),
        sum(share.failed is not None for share in shares),
    )
