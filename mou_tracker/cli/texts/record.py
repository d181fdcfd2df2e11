"""What becomes of read facts in a register: a new record, or one compared, filled in and corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from mou_tracker.agreement.procedure import OTHER
from mou_tracker.agreement.record import INSTRUMENTS, Agreement
from mou_tracker.basics.dates import DateSpan
from mou_tracker.basics.findings import Failure
from mou_tracker.basics.phrases import phrase
from mou_tracker.cli import inputs
from mou_tracker.cli.documents import ReadAgreement
from mou_tracker.cli.register import drawn, write
from mou_tracker.cli.write.prompts import ask_new_id, file_of
from mou_tracker.cli.write.questions import ask, choose
from mou_tracker.cli.write.session import EditSession, add, agreement_of, change, open_session
from mou_tracker.edit.edits import Add, Change, Data, NewRecord, Put, given, id_for, merged, slug
from mou_tracker.fields.countries import named
from mou_tracker.fields.table.records import AGREEMENT
from mou_tracker.language.wording import Wording
from mou_tracker.register.papers import Paper, kept, paper_beside
from mou_tracker.texts.comparing import Compared, compared, data, record_of, said
from mou_tracker.texts.facts import Fact
from mou_tracker.texts.shown import compared_lines, unread_lines
from mou_tracker.views.lines import line

_LONGEST = 80  # letters of a copy's name, as the record names it


def keys() -> frozenset[str]:
    """The keys that a record may have."""
    return frozenset(field.key for field in AGREEMENT.fields)


def begin(
    say: Wording,
    read: ReadAgreement,
    asked: Mapping[str, str | None],
    path: str | None,
    as_of: date | None,
    dry_run: bool,
    ocr: bool,
) -> int:
    """Make a record of what the texts state; what is missing, and in no option, is asked for."""
    session = open_session(say, path, as_of)
    into = file_of(session, asked["into"])
    stated = {fact.field: fact for fact in read.facts if fact.kind == "stated"}
    value = record_of(read.facts, keys(), ocr)
    partner, place = _named(_text(stated.get("partner")))
    whom = asked["partner"] or partner or ask(say, "--partner", phrase("With whom"))
    country = asked["country"] or place or ask(say, "--country", phrase("Country"), inputs.Country(say))
    kind = asked["kind"] or choose(say, "--kind", phrase("Kind"), (*session.book.procedures, OTHER))
    paper = _text(stated.get("instrument")) or choose(say, "--instrument", phrase("Instrument"), INSTRUMENTS, "mou")
    title = _text(stated.get("title")) or ask(say, "--title", phrase("Title"), default=f"MoU {whom}")
    signed = value.get("signed")
    year = signed.earliest.year if isinstance(signed, DateSpan) else None
    proposal = id_for(whom, year, session.ids)
    name = asked["name"] or ask_new_id(session, proposal)
    proved = {key for key in ("title", "instrument", "partner") if key in stated and isinstance(stated[key].value, str)}
    if asked["partner"]:
        proved.discard("partner")
    papers = _papers(session, into, read.files, name)
    record: dict[str, Data] = {
        "id": name,
        "title": title,
        "partner": {"name": whom, "country": country.upper()},
        "kind": kind,
        "instrument": paper,
        **value,  # type: ignore[dict-item]
        "documents": [_document(one, source) for one, source in zip(papers, read.files, strict=True)],
        "sources": [_source(read, (*value, *sorted(proved)))],
    }
    return kept(papers, dry_run, lambda: add(session, into, [NewRecord(record)], dry_run))


def _named(partner: str | None) -> tuple[str | None, str | None]:
    """A partner's name and the country that stands behind its last comma, if it is one."""
    name, _, last = (partner or "").rpartition(", ")
    plain = last.casefold().removeprefix("republic of ").removeprefix("republik ")
    code = named(last) or named(plain) if name else None
    return (name, code) if code else (partner, None)


def _text(fact: Fact | None) -> str | None:
    return fact.value if fact and isinstance(fact.value, str) else None


def _source(read: ReadAgreement, fields: Sequence[str]) -> Mapping[str, Data]:
    """The signed text as the source of exactly the fields that it proves."""
    return {"title": ", ".join(Path(one).name for one in read.files), "says": said(dict.fromkeys(fields))}


def _papers(session: EditSession, into: str, sources: Sequence[str], id: str) -> list[Paper]:
    """The texts beside the register's file; from elsewhere they are copied there, as `mou attach` does."""

    def stem(source: str) -> str:
        return f"{id}-{slug(Path(source).stem) or 'paper'}"[:_LONGEST].strip("-")

    register = session.files[into]
    return [paper_beside(register, Path(one), Path(one).read_bytes(), stem(one)) for one in sources]


def _document(paper: Paper, source: str) -> Mapping[str, Data]:
    return given(title=Path(source).name, path=paper.path, sha256=paper.checksum)


def compare(
    say: Wording,
    read: ReadAgreement,
    name: str,
    path: str | None,
    as_of: date | None,
    fill_in: bool,
    update: bool,
    dry_run: bool,
) -> int:
    """Print how a record stands to its text; with `fill_in` write what it lacks, with `update` what differs too."""
    session = open_session(say, path, as_of)
    agreement = agreement_of(session, name)
    found = compared(read.facts, agreement)
    lost = unread_lines(read.unread, say)
    lines = [*compared_lines(agreement.id, found, say), *([line(), *lost] if lost else [])]
    write(drawn(lambda _: lines, None), None)
    if not (fill_in or update):
        return 0
    changes = _changes(agreement, read, found, update)
    papers: list[Paper] = []
    if changes and _is_unnamed(agreement, read):
        papers = _papers(session, agreement.file, read.files, agreement.id)
        changes += [Add("documents", _document(one, source)) for one, source in zip(papers, read.files, strict=True)]
    return kept(papers, dry_run, lambda: change(session, agreement, lambda: changes, dry_run))


def _is_unnamed(agreement: Agreement, read: ReadAgreement) -> bool:
    """Whether no document of a record is one of the files."""
    return all(one.path is None or Path(one.path).name not in map(_name, read.files) for one in agreement.documents)


def _changes(agreement: Agreement, read: ReadAgreement, found: Sequence[Compared], update: bool) -> list[Change]:
    """What the record lacks, and with `update` what it gives otherwise; and the text as its source."""
    made: list[Change] = []
    fields: list[str] = []
    for one in found:
        wanted = one.verdict == "lacks" or (update and one.verdict == "differs")
        if not wanted or one.fact.value == "signing" or (one.fact.ocr and not update):
            continue
        key, _, part = one.fact.field.partition(".")
        value = data(one.fact)
        if key == "signed" and len(agreement.signed) > 1:
            raise Failure(
                phrase("each party of {id} has its own signature", id=agreement.id),
                phrase("mou sign {id} --by records them", id=agreement.id),
            )
        made.append(Put((key,), {part: value} if part else value))  # type: ignore[dict-item,arg-type]
        fields.append(key)
    if not made:
        return []
    return [*merged(made), Add("sources", _source(read, fields))]


def _name(path: str) -> str:
    return Path(path).name


def record_yaml(facts: Sequence[Fact], files: Sequence[str]) -> str:
    """The stated facts as the YAML of a record, for a person to complete."""
    from mou_tracker.edit.serialize import item_lines
    from mou_tracker.edit.tree import Style

    value = record_of(facts, keys())
    stated = {fact.field: fact.value for fact in facts if fact.kind == "stated"}
    texts = {key: one for key in ("title", "partner", "instrument") if isinstance(one := stated.get(key), str)}
    names = ", ".join(Path(one).name for one in files)
    record: dict[str, Data] = {
        "id": "",
        **texts,
        **({"partner": {"name": texts["partner"]}} if "partner" in texts else {}),
        **value,  # type: ignore[dict-item]
        "sources": [{"title": names, "says": said({**value, **texts})}],
    }
    style = Style(flows={"termination": True, "extra": True})
    return "".join(f"{line}\n" for line in (f"# {names}", *item_lines("agreements", record, 0, 1, style)))
