"""Filters: several values of one filter are or, several filters are and."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:  # the filters are also options of commands that assess nothing
    from mou_tracker.status.assessment import Assessment


class Query(Struct, frozen=True):
    """What to keep; an empty filter keeps everything. `partner` is a part of the name, whatever its case."""

    ids: Sequence[str] = ()
    status: Sequence[str] = ()
    owner: Sequence[str] = ()
    kind: Sequence[str] = ()
    country: Sequence[str] = ()
    partner: Sequence[str] = ()

    def keeps(self, assessment: Assessment) -> bool:
        """Whether a record passes every filter."""
        agreement = assessment.agreement
        return (
            (not self.ids or agreement.id in self.ids)
            and (not self.status or assessment.status in self.status)
            and (not self.owner or bool({*agreement.owner, *assessment.owner} & {*self.owner}))
            and (not self.kind or agreement.kind in self.kind)
            and (not self.country or agreement.partner.country.upper() in {c.upper() for c in self.country})
            and (not self.partner or self._named(assessment))
        )

    def _named(self, assessment: Assessment) -> bool:
        partner = assessment.agreement.partner
        name = f"{partner.name} {partner.body or ''}".casefold()
        return any(part.casefold() in name for part in self.partner)

    def text(self) -> str:
        """The filters as the command line writes them."""
        named = {
            "status": self.status,
            "owner": self.owner,
            "kind": self.kind,
            "country": self.country,
            "partner": self.partner,
        }
        parts = [*self.ids, *(f"{name}={','.join(values)}" for name, values in named.items() if values)]
        return " ".join(parts)
