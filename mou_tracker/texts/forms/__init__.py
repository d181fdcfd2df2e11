"""THE table of forms: how agreements say when they were signed, how long they last, and how they go on or end.

To read a form: words in braces are lines of `vocabulary`; `{day}`, `{period}`, `{anniversary}`, `{times}` are values;
`…` is a gap within the clause without another value, `~` a short one, `*` any gap. A form holds within one sentence, in
small letters. `unless` names words that make the sentence say something else, `never` words that do so within the part
that the form covers; of the words in `needs` the sentence must hold one, which only saves time. Beside each form stand
sentences that it must read, with the value, and sentences that it must leave alone; the tests run them.
"""

from __future__ import annotations

from mou_tracker.texts.forms.form import Form
from mou_tracker.texts.forms.notices import NOTICES
from mou_tracker.texts.forms.renewals import RENEWALS
from mou_tracker.texts.forms.signing import SIGNING
from mou_tracker.texts.forms.terms import TERMS

FORMS: tuple[Form, ...] = (*TERMS, *SIGNING, *RENEWALS, *NOTICES)
