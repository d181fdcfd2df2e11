"""The text of a new register: settings, and an example in comments that explains itself."""

from __future__ import annotations

from mou_tracker.basics.phrases import Phrase, phrase
from mou_tracker.edit.edits import Data, given
from mou_tracker.edit.serialize import mapping_lines
from mou_tracker.edit.tree import Style
from mou_tracker.language.wording import Wording

_EXAMPLE: tuple[tuple[str, Phrase | None], ...] = (
    ("- id: petaling-jaya-2015", phrase("small letters, digits, hyphens; never changes")),
    ("  title: MoU kota bersaudara Bandung – Petaling Jaya", None),
    ("  partner: {name: Petaling Jaya, country: MY}", phrase("two letters of ISO 3166-1")),
    ("  kind: ksdpl", phrase("ksdpl, ksdll, ksdd, ksdpk or other; picks the approval path")),
    ("  instrument: mou", phrase("loi, mou, pks, ia, addendum or other")),
    ("  signed: 2015-11-27", phrase("or 2015-11, or 2015; leave it out while it is not signed")),
    ("  term: 5 years", phrase("or 18 bulan, P5Y, indefinite, unknown")),
    ("  renewal: {mode: by-agreement, notice: 3 months}", phrase("what the text says of renewal")),
    ("  fields: [UMKM, pengembangan SDM]", None),
    ("  sources:", None),
    ("    - {title: Naskah MoU, says: [signed, term]}", phrase("where the facts come from")),
)


def starter(
    name: str, authority: str | None, timezone: str, language: str, office: str | None, email: str | None, say: Wording
) -> str:
    """The file, with comments in the words of `say`."""
    contact = given(name=office, email=email)
    settings: dict[str, Data] = given(name=name, authority=authority, timezone=timezone, language=language)
    if contact:
        settings |= {"contacts": {"office": contact}, "owner": "office", "maintainer": "office"}
    inline = Style(flows={"office": True})
    what = phrase("The agreements of this office. Edit by hand or with `mou new`, `mou sign` and others.")
    example = phrase("An example. Every other key: mou schema, or docs/register.md.")
    use = phrase("`mou check` finds slips, `mou status` tells what needs attention. No status is ever typed.")
    lines = [
        f"# {say(what)}",
        f"# {say(use)}",
        "",
        "register:",
        *mapping_lines(settings, 2, inline),
        "",
        "agreements: []",
        f"  # {say(example)}",
        *(_example(text, said, say) for text, said in _EXAMPLE),
    ]
    return "".join(f"{line}\n" for line in lines)


def _example(text: str, said: Phrase | None, say: Wording) -> str:
    return f"  # {text}  # {say(said)}" if said else f"  # {text}"
