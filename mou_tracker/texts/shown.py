"""Facts for people and programs: a table with each proof and the fact marked in it, and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.language.labels import told, worded
from mou_tracker.language.wording import Wording
from mou_tracker.texts.comparing import Compared, data
from mou_tracker.texts.document import Unread
from mou_tracker.texts.facts import Fact, Proof, Value
from mou_tracker.views.lines import Line, Part, Quote, cells, line, padded, spot

LONGEST_QUOTE = 320
_GUTTER = 2


# What facts are called that are no fields of a record, or may be computed.
_NAMES: dict[str, Phrase] = {
    "ends": phrase("last day"),
    "extension.notice": phrase("notice for an extension"),
    "extra.languages": phrase("languages"),
    "extra.prevailing_language": phrase("language that prevails"),
}


def name_of(fact: Fact) -> Phrase:
    """What a fact is about, in words."""
    return _NAMES.get(fact.field) or worded(fact.field)


def place(proof: Proof, many: bool) -> Phrase:
    """Where a proof stands: page and line, with the file's name where there are several."""
    return spot((proof.file if many else "", proof.page, proof.line))


def quoted(proof: Proof) -> tuple[str, str, str]:
    """The sentence before, in and after the fact, shortened at its ends if it is long."""
    first, last = proof.mark
    before, fact, after = proof.text[:first], proof.text[first:last], proof.text[last:]
    room = max(60, (LONGEST_QUOTE - len(fact)) // 2)
    if len(before) > room:
        before = "… " + before[-room:].partition(" ")[2]
    if len(after) > room:
        after = after[:room].rpartition(" ")[0] + " …"
    return before, fact, after


def _proof_line(proof: Proof, say: Wording, many: bool, indent: int) -> Line:
    before, fact, after = quoted(proof)
    where = say(place(proof, many)) + (f" ({say(phrase('read by OCR'))})" if proof.ocr else "")
    return line(
        " " * indent, Part(f"{where}: ", "dim"), "“", before, Part(fact, "strong"), after, "”", indent=indent + 2
    )


def quote(one: Compared, changed: bool) -> Quote:
    """What proves, or contradicts, a field of a record, for views that know nothing of texts."""
    proof = one.fact.proofs[0]
    place = (proof.file, proof.page, proof.line)
    value, field = one.fact.value, one.fact.field
    shown = phrase("the day of signing") if value == "signing" else told(field, data(one.fact))
    return Quote(field, _text(value), shown, one.verdict == "same", place, quoted(proof), changed)


def value_text(fact: Fact, say: Wording) -> str:
    """A fact's value for people; of a conflict what the places say."""
    if fact.kind == "conflict":
        found = " / ".join(_said(fact.field, one, say) for one in fact.alternatives)
        return say(phrase("differs: {values}", values=found))
    return _said(fact.field, fact.value, say)


def _said(field: str, value: Value | None, say: Wording) -> str:
    """A value in the reader's words."""
    if value is None:
        return ""
    if value == "signing":
        return say(phrase("the day of signing"))
    if isinstance(value, tuple):
        return "; ".join(value)
    return say(phrase("{value}", value=told(field, data(Fact(field, "stated", value)))))


def _text(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")


def facts_lines(files: Sequence[str], facts: Sequence[Fact], unread: Sequence[Unread], say: Wording) -> list[Line]:
    """The table: each field with its value, below it the sentences that prove it."""
    made = [line(Part(", ".join(files), "title")), line()]
    heard = [fact for fact in facts if fact.kind != "not-said"]
    names = {fact.field: say(name_of(fact)) for fact in facts}
    width = max((cells(names[fact.field]) for fact in heard), default=0) + _GUTTER
    many = len(files) > 1
    for fact in heard:
        value: list[str | Part] = [Part(value_text(fact, say), "error" if fact.kind == "conflict" else "strong")]
        if fact.kind == "computed":
            value.append(Part(f"  {say(phrase('computed'))}", "dim"))
        made.append(line(padded(names[fact.field], width), *value, indent=width))
        made += [_proof_line(proof, say, many, 4) for proof in fact.proofs]
    silent = [fact for fact in facts if fact.kind == "not-said"]
    if not heard:
        made.append(line(say(phrase("The text states none of the facts of a record in a form that is understood."))))
    if silent:
        unsaid = ", ".join(names[fact.field] for fact in silent)
        made += [line(), line(say(phrase("not said: {fields}", fields=unsaid)), indent=2)]
        for fact in silent:
            if fact.hint:
                where = say(place(fact.hint, many))
                text = _shortened(fact.hint.text)
                made.append(
                    line(Part(f"  {names[fact.field]}, {say(phrase('perhaps'))} {where}: “{text}”", "dim"), indent=4)
                )
    lost = unread_lines(unread, say)
    return [*made, line(), *lost] if lost else made


VERDICTS: dict[str, tuple[Phrase, str]] = {
    "same": (phrase("the same"), "dim"),
    "differs": (phrase("differs"), "error"),
    "lacks": (phrase("the record lacks it"), "strong"),
    "not-said": (phrase("the text does not say it"), "dim"),
}


def compared_lines(record: str, found: Sequence[Compared], say: Wording) -> list[Line]:
    """How a record stands to its text, field by field, with the proof of what is new or different."""
    made = [line(Part(record, "title")), line()]
    shown = [one for one in found if one.recorded or one.verdict != "not-said"]
    names = [say(name_of(one.fact)) for one in shown]
    width = max(map(cells, names), default=0) + _GUTTER
    for one, name in zip(shown, names, strict=True):
        words, style = VERDICTS[one.verdict]
        text, recorded = (_said(one.fact.field, value, say) for value in (one.fact.value, one.recorded))
        value = text if one.verdict in ("differs", "lacks") else recorded or text
        if one.verdict == "differs":
            value = say(phrase("text {text}, record {record}", text=text, record=recorded or "–"))
        made.append(line(padded(name, width), value, "  ", Part(say(words), style), indent=width))
        if one.verdict in ("differs", "lacks"):
            made += [_proof_line(proof, say, False, 4) for proof in one.fact.proofs[:1]]
    return made


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE].rpartition(" ")[0] + " …"


REASONS: dict[str, Phrase] = {
    "missing": phrase("it cannot be opened"),
    "format": phrase("it is none of the formats that are read: PDF, .docx, .odt, .html, .txt"),
    "encoding": phrase("its letters are in no known encoding"),
    "encrypted": phrase("it is encrypted"),
    "broken": phrase("it is broken"),
    "empty": phrase("there is no text in it"),
    "large": phrase("it is too large: files up to 50 MB with 1 million letters are read"),
    "pages": phrase("it has too many pages: up to 1,500 are read"),
    "slow": phrase("it took longer to open than 11 seconds, or with --ocr than 5 minutes"),
    "endless": phrase("its sentences took longer than 7 seconds to read"),
    "memory": phrase("it needs more than 450 MB to open"),
    "library": phrase("pypdfium2 is not installed: pip install pypdfium2"),
    "ocr": phrase("tesseract is not installed with the languages ind and eng"),
    "unread": phrase("reading it ended without a result"),
    "scan": phrase("a picture without text (a scan); --ocr reads it if tesseract is installed"),
}


def unread_lines(unread: Iterable[Unread], say: Wording) -> list[Line]:
    """What could not be read: files, and pages that are pictures."""
    made: list[Line] = []
    scans: dict[tuple[str, str], list[int]] = {}
    for one in unread:
        if one.page is None:
            made.append(line(Part(f"{one.file}: {say(REASONS[one.reason])}", "warning"), indent=2))
        else:
            scans.setdefault((one.file, one.reason), []).append(one.page)
    for (file, reason), pages in scans.items():
        text = plural(
            "{file}: page {pages}: {reason}",
            "{file}: pages {pages}: {reason}",
            len(pages),
            file=file,
            pages=runs(pages),
            reason=REASONS[reason],
        )
        made.append(line(Part(say(text), "warning"), indent=2))
    return made


def runs(pages: Sequence[int]) -> str:
    """Pages in short: `1–3, 7`."""
    found: list[list[int]] = []
    for page in pages:
        if found and page == found[-1][-1] + 1:
            found[-1][1:] = [page]
        else:
            found.append([page])
    return ", ".join("–".join(map(str, one)) for one in found)


def facts_json(files: Sequence[str], facts: Sequence[Fact], unread: Sequence[Unread]) -> str:
    """One JSON object on one line, in the format `mou-read/1`."""
    value = {
        "format": "mou-read/1",
        "files": list(files),
        "facts": [_fact(fact) for fact in facts],
        "unread": [{"file": one.file, "page": one.page, "reason": one.reason} for one in unread],
    }
    return msgspec.json.encode(value).decode() + "\n"


def _fact(fact: Fact) -> dict[str, object]:
    made: dict[str, object] = {
        "field": fact.field,
        "kind": fact.kind,
        "value": list(fact.value) if isinstance(fact.value, tuple) else fact.value,
        "proofs": [_proof(proof) for proof in fact.proofs],
    }
    if fact.alternatives:
        made["values"] = list(fact.alternatives)
    if fact.hint:
        made["hint"] = _proof(fact.hint)
    return made


def _proof(proof: Proof) -> dict[str, object]:
    made: dict[str, object] = {"file": proof.file, "page": proof.page, "line": proof.line, "text": proof.text}
    return {**made, "ocr": True} if proof.ocr else made
