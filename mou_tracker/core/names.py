"""The office's own words for statuses, kinds and instruments."""

from __future__ import annotations

from collections.abc import Mapping

from mou_tracker.basics.phrases import Phrase, phrase

STATUS_NAMES: Mapping[str, Phrase] = {
    "exploring": phrase("exploring"),
    "pending-dprd": phrase("pending DPRD approval"),
    "in-approval": phrase("in approval"),
    "upcoming": phrase("upcoming"),
    "unknown": phrase("term unknown"),
    "active": phrase("active"),
    "due": phrase("due for renewal"),
    "lapsed": phrase("lapsed"),
    "renewed": phrase("renewed"),
    "closed": phrase("closed"),
}
INSTRUMENT_NAMES: Mapping[str, Phrase] = {
    "loi": phrase("LoI"),
    "mou": phrase("MoU"),
    "pks": phrase("PKS"),
    "ia": phrase("IA"),
    "addendum": phrase("addendum"),
    "other": phrase("other"),
}
KIND_NAMES: Mapping[str, Phrase] = {
    "ksdpl": phrase("KSDPL, with a foreign local government"),
    "ksdll": phrase("KSDLL, with a foreign institution"),
    "ksdd": phrase("KSDD, with another Indonesian region"),
    "ksdpk": phrase("KSDPK, with a third party"),
    "other": phrase("another kind of cooperation"),
}
CLOSING_NAMES: Mapping[str, Phrase] = {
    "terminated": phrase("terminated"),
    "replaced": phrase("replaced"),
    "completed": phrase("completed"),
    "abandoned": phrase("abandoned"),
}
MODE_NAMES: Mapping[str, Phrase] = {
    "by-agreement": phrase("by agreement"),
    "automatic": phrase("automatic"),
    "none": phrase("none is foreseen"),
    "unknown": phrase("unknown"),
}
