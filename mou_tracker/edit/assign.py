"""Any field by its path: `renewal.mode=automatic`, `steps[signing].done=…` as changes of a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from mou_tracker.agreement.procedure import Procedure
from mou_tracker.agreement.record import ITEM_KEYS, Agreement, Signature, written
from mou_tracker.basics.dates_in_words import Order
from mou_tracker.basics.findings import nearest
from mou_tracker.basics.phrases import Joined, Words, phrase
from mou_tracker.edit.edits import Add, Change, Contradiction, Data, Drop, Path, Put, index_of
from mou_tracker.edit.serialize import text_of
from mou_tracker.fields.paths import nearest_path, parts_of, reader_at, takes
from mou_tracker.fields.table.records import AGREEMENT
from mou_tracker.fields.typed import NotMeant, meant, meant_of, word_meant
from mou_tracker.fields.value_types import MappingType, ValueType
from mou_tracker.fields.wrong_types import NO_STATUS

_STEP = ("steps", "step")
_RANK = {known.key: at for at, known in enumerate(AGREEMENT.fields)}
Nested = dict[str, Any]


class NoSuchField(Contradiction):
    """A path that no record has."""

    def __init__(self, path: str) -> None:
        near = nearest_path(path)
        hint = phrase("did you mean `{word}`?", word=near) if near else phrase("docs/register.md lists the fields")
        if path.casefold() == "status":
            hint = NO_STATUS
        super().__init__(phrase("a record has no field {field}", field=repr(path)), hint)


def assigned(
    agreement: Agreement, given: Iterable[tuple[str, str]], order: Order | None, procedure: Procedure | None = None
) -> list[Change]:
    """Changes that make fields say what was typed for them; nothing for those that say so already.

    A list's values are all set at once, those given for one path several times taken together. A step is meant by its
    id or by what the `procedure` calls it. Raises Contradiction.
    """
    wanted: dict[tuple[str, ...], list[str]] = {}
    for path, text in given:
        parts = _parts(path, procedure)
        wanted.setdefault(parts, []).append(_step(text, procedure) if (parts[0], parts[-1]) == _STEP else text)
    nested: Nested = {}
    items: dict[Path, Nested] = {}
    changes: list[Change] = []
    for parts, texts in wanted.items():
        reader = reader_at(parts)
        assert reader is not None
        place = _placed(agreement, parts, procedure)
        value = _value(parts, texts, reader, order)
        if _says(agreement, place, value):
            continue
        at = next((at for at, part in enumerate(place) if isinstance(part, int)), None)
        if at is None:
            _put_into(nested, place, value)
        elif at + 1 == len(place):
            changes.append(Put(place, value, True))
        else:
            _put_into(items.setdefault(place[: at + 1], {}), place[at + 1 :], value)
    changes += [Put((key,), nested[key], True) for key in sorted(nested, key=lambda key: _RANK[key])]
    return changes + [Put(place, values, True) for place, values in items.items()]


def _parts(path: str, procedure: Procedure | None) -> tuple[str, ...]:
    """The parts of a path as it is typed, a step by its id; raises NoSuchField."""
    parts = parts_of(path)
    if parts is None or reader_at(parts) is None:
        raise NoSuchField(path)
    return (parts[0], _step(parts[1], procedure), *parts[2:]) if parts[0] == "steps" and parts[1:] else parts


def _step(text: str, procedure: Procedure | None) -> str:
    """The id of a step that a procedure calls so, in any language; the text itself where it calls none so."""
    names = procedure.step_names if procedure else {}
    return word_meant(text.strip(), tuple(names), [names]) or text


def _put_into(into: Nested, place: Sequence[str | int], value: Data) -> None:
    *above, last = map(str, place)
    for key in above:
        into = into.setdefault(key, {})
    into[last] = value


def _value(parts: Sequence[str], texts: Sequence[str], reader: ValueType, order: Order | None) -> Data:
    path, said = typed_path(parts), takes(reader)
    if not said.single and not said.values:
        raise _no_single_value(path, said.shape or said.items)
    if any(not text.strip() for text in texts):
        raise Contradiction(phrase("no value is given for {field}", field=path), phrase("mou unset takes a field away"))
    try:
        if not said.values:
            if len(texts) > 1:
                raise Contradiction(phrase("{field} is given twice", field=path))
            return meant(texts[0], str(parts[-1]), reader, order)
        values = [value for text in texts for value in meant_of(text, str(parts[-1]), reader, order)]
        return values[0] if said.single and len(values) == 1 else values
    except NotMeant as bad:
        raise Contradiction(phrase("{field}: {problem}", field=path, problem=bad.message), bad.hint) from None


def _no_single_value(path: str, shape: MappingType | None) -> Contradiction:
    names = ", ".join(f"{path}.{known.key}" for known in shape.fields) if shape else f"{path}.…"
    return Contradiction(
        phrase("{field} has fields of its own", field=path), phrase("set one of these: {fields}", fields=names)
    )


def typed_path(parts: Sequence[str]) -> str:
    """A path as people type it."""
    text, at = "", 0
    while at < len(parts):
        text += ("." if text else "") + parts[at]
        reader = reader_at(parts[: at + 1])
        at += 1
        if reader and (takes(reader).items or takes(reader).values) and at < len(parts):
            text += f"[{parts[at]}]"
            at += 1
    return text


def _placed(agreement: Agreement, parts: Sequence[str], procedure: Procedure | None) -> Path:
    """A path whose items are numbers from 0, as the record has them; raises Contradiction where one is not there."""
    place: list[str | int] = []
    value: object = agreement
    listed = ""
    for part in parts:
        if listed:
            index = _item(agreement.id, listed, value, part, procedure)
            place.append(index)
            value, listed = value[index] if isinstance(value, tuple) else None, ""
            continue
        place.append(part)
        value = value.get(part) if isinstance(value, Mapping) else getattr(value, part, None)
        reader = reader_at([str(one) for one in place])
        said = takes(reader) if reader else None
        listed = part if said and (said.items or said.values) else ""
    return tuple(place)


def _item(of: str, name: str, values: object, key: str, procedure: Procedure | None) -> int:
    """Which item of a list is meant by its number from 1, its name, or a part of its name that only one has."""
    listed = (
        [one for one in values if not (isinstance(one, Signature) and one.by is None)]
        if isinstance(values, tuple)
        else []
    )
    names = [item_name(name, one) for one in listed]
    same = [index for index, one in enumerate(names) if one == key]
    if len(same) == 1:
        return same[0]
    at = index_of(key, len(names))
    if not same and at is not None:
        return at
    found = same or [index for index, one in enumerate(names) if key.strip() and key.casefold() in one.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        text = phrase("{what} fits several items of {field} of {id}", what=repr(key), field=name, id=of)
    else:
        text = phrase("{id} has no item {what} of {field}", what=repr(key), field=name, id=of)
    hint = (
        phrase(
            "its items: {listed}", listed=_listed(names, procedure.step_names if procedure and name == "steps" else {})
        )
        if names
        else phrase("mou add {id} {field} begins one", id=of, field=name)
    )
    raise Contradiction(text, hint)


def _listed(names: Sequence[str], called: Mapping[str, Words]) -> Joined:
    """The items of a list by number and name, as they may be typed."""
    return Joined(tuple(Joined((number, called.get(one, one)), " ") for number, one in enumerate(names, 1)), "; ")


def item_name(name: str, item: object) -> str:
    """The text by which people tell one item of a list from another."""
    if not isinstance(item, Struct):
        return written(item) or ""
    key = ITEM_KEYS.get(name, item.__struct_fields__[0])
    return written(getattr(item, key)) or ""


def _says(agreement: Agreement, place: Path, value: Data) -> bool:
    """Whether the record says exactly that already, in words of its own and not by default."""
    if _written_path(place) not in agreement.places:
        return False
    return _recorded(agreement, place) == (tuple(value) if isinstance(value, list) else value)


def _written_path(place: Path) -> str:
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _recorded(agreement: Agreement, place: Path) -> object:
    value: Any = agreement
    for part in place:
        if isinstance(part, int):
            value = value[part] if isinstance(value, tuple) and part < len(value) else None
        elif isinstance(value, Mapping):
            value = value.get(part)
        else:
            value = getattr(value, part, None)
    if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], Signature) and value[0].by is None:
        return value[0].on
    if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], str) and place[-1:] == ("owner",):
        return value[0]
    return value


def taken_away(agreement: Agreement, paths: Iterable[str], procedure: Procedure | None = None) -> list[Change]:
    """Changes after which fields say nothing; those that say nothing already are passed over. Raises Contradiction."""
    places: list[Path] = []
    for path in paths:
        place = _placed(agreement, _parts(path, procedure), procedure)
        if _written_path(place) in agreement.places:
            places.append(place)
    outer = [one for one in dict.fromkeys(places) if not any(one[: len(other)] == other != one for other in places)]
    # Later items of a list first, so that the numbers of those before them stay true.
    return [
        Drop(place) for place in sorted(outer, key=lambda place: [str(part).zfill(6) for part in place], reverse=True)
    ]


def added(
    agreement: Agreement, name: str, given: Sequence[str], order: Order | None, procedure: Procedure | None = None
) -> list[Change]:
    """Changes that give a list one more item, its fields as `what=…`, or more values. Raises Contradiction."""
    reader = reader_at((name,))
    if reader is None:
        raise NoSuchField(name)
    said = takes(reader)
    if said.items:
        return _item_added(agreement, name, said.items, given, order, procedure)
    if not said.values:
        lists = [known.key for known in AGREEMENT.fields if takes(known.reader).items or takes(known.reader).values]
        near = nearest(name, lists)
        raise Contradiction(
            phrase("{field} is no list", field=name),
            phrase("mou set writes it; the lists: {lists}", lists=", ".join(lists))
            if near is None
            else phrase("did you mean `{word}`?", word=near),
        )
    texts = [text.removeprefix(f"{name}=") for text in given]
    value = _value((name,), texts, reader, order)
    fresh = list(value) if isinstance(value, list) else [value]
    old: Any = getattr(agreement, name, ())
    more = [one for one in fresh if one not in old]
    if not more:
        return []
    whole: list[Data] = [*old, *more]
    return [Put((name,), whole[0] if said.single and len(whole) == 1 else whole, True)]


def _item_added(
    agreement: Agreement,
    name: str,
    shape: MappingType,
    given: Sequence[str],
    order: Order | None,
    procedure: Procedure | None,
) -> list[Change]:
    wanted: dict[str, list[str]] = {}
    for text in given:
        key, equals, value = text.partition("=")
        key = key.strip()
        if not equals:
            raise not_an_assignment(text)
        if all(known.key != key for known in shape.fields):
            near = nearest(key, [known.key for known in shape.fields])
            names = ", ".join(known.key for known in shape.fields)
            raise Contradiction(
                phrase("an item of {field} has no field {key}", field=name, key=repr(key)),
                phrase("did you mean `{word}`?", word=near) if near else phrase("its fields: {fields}", fields=names),
            )
        wanted.setdefault(key, []).append(_step(value, procedure) if (name, key) == _STEP else value)
    missing = [key for key in shape.required if key not in wanted]
    if missing:
        raise Contradiction(
            phrase("an item of {field} needs {fields}", field=name, fields=missing),
            phrase("write them as {example}", example=" ".join(f"{key}=…" for key in missing)),
        )
    item: dict[str, Data] = {}
    for known in shape.fields:
        if known.key in wanted:
            item[known.key] = _value((name, "", known.key), wanted[known.key], known.reader, order)
    old: Any = getattr(agreement, name, ())
    if name == "signed" and old and old[0].by is None:
        raise Contradiction(phrase("{id} has one date for all signatures: {day}", id=agreement.id, day=old[0].on))
    if any(_same(one, item) for one in old):
        return []
    return [Add(name, item)]


def _same(one: Struct, item: Mapping[str, Data]) -> bool:
    there = {key: written(getattr(one, key)) for key in one.__struct_fields__}
    new = {key: text_of(value) or ", ".join(map(str, value)) for key, value in item.items()}  # type: ignore[arg-type]
    return {key: text for key, text in there.items() if text} == new


def not_an_assignment(text: str) -> Contradiction:
    """What is said of an argument that lacks its `=`."""
    hint = phrase("write it as `term=5 years`, in quotes")
    parts = parts_of(text.strip())
    if parts and reader_at(parts):
        return Contradiction(phrase("no value is given for {field}", field=text.strip()), hint)
    return Contradiction(phrase("{text} is no FIELD=VALUE", text=repr(text)), hint)


def split_assignment(text: str) -> tuple[str, str]:
    """The path and the value of `FIELD=VALUE`; raises Contradiction."""
    path, equals, value = text.partition("=")
    if not equals:
        raise not_an_assignment(text)
    return path.strip(), value
