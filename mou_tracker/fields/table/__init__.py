"""THE table of keys: every key of a register, a record and a procedure, how it is read, and what it means.

A line is a key: of a record in `records`, of the settings of a register in `settings`, of a procedure in `procedures`.
"""

from __future__ import annotations

from mou_tracker.basics.phrases import phrase
from mou_tracker.fields.table.procedures import (
    CHANGE,
    COUNCIL,
    EXPLORING,
    OWN_KIND,
    PROCEDURE_STEP,
    RENEWAL_PATH,
    RENEWAL_WINDOWS,
    STEP_CHANGE,
    WORDS,
)
from mou_tracker.fields.table.records import (
    ACTIVITY,
    AGREEMENT,
    CLOSED,
    DOCUMENT,
    EXTENSION,
    FOLLOW_UP,
    NUMBERS,
    PARTNER,
    PARTNER_CONTACT,
    RENEWAL,
    SNOOZE,
    SOURCE,
    STEP,
    TERMINATION,
)
from mou_tracker.fields.table.settings import CONTACT, DIGEST, ESCALATION, HOLIDAYS, LADDER, REGISTER
from mou_tracker.fields.value_types import Field, list_of, record
from mou_tracker.fields.values import N_, SIGNATURE

TOP = (
    Field("register", record(REGISTER), N_("The settings of the whole register.")),
    Field("agreements", list_of(record(AGREEMENT), phrase("a list of records")), N_("The agreements.")),
)
SHAPES = (
    REGISTER,
    CONTACT,
    HOLIDAYS,
    LADDER,
    DIGEST,
    ESCALATION,
    CHANGE,
    STEP_CHANGE,
    OWN_KIND,
    COUNCIL,
    EXPLORING,
    RENEWAL_WINDOWS,
    RENEWAL_PATH,
    PROCEDURE_STEP,
    WORDS,
    AGREEMENT,
    PARTNER,
    NUMBERS,
    PARTNER_CONTACT,
    SIGNATURE,
    RENEWAL,
    TERMINATION,
    EXTENSION,
    CLOSED,
    STEP,
    FOLLOW_UP,
    ACTIVITY,
    DOCUMENT,
    SOURCE,
    SNOOZE,
)
