"""Problems of comments that waive findings; each docstring is the rule's manual page."""

from __future__ import annotations

from mou_tracker.basics.findings import Diagnostic, nearest, reading_rule
from mou_tracker.basics.phrases import phrase
from mou_tracker.parsing.source_file import At
from mou_tracker.parsing.yaml_findings import warning


@reading_rule
def unused_waiver(at: At, rule: str, can_be_waived: bool) -> Diagnostic:
    """A comment waives a finding that is not there.

    What was waived has been corrected, or the comment stands on the wrong line: it belongs on the line of the finding
    or alone on the line above. Errors of reading cannot be waived, as a record that has one is not read.

    Bad:
        register:
          name: Kota Bandung  # mou: allow[no-owner] because the office is being moved #! unused-waiver

    Good:
        register:
          name: Kota Bandung
    """
    message = (
        phrase("nothing here is waived by `{rule}`", rule=rule)
        if can_be_waived
        else phrase("an error of the rule `{rule}` cannot be waived", rule=rule)
    )
    return warning("unused-waiver", at, message, phrase("remove it"))


@reading_rule
def waiver_without_reason(at: At) -> Diagnostic:
    """A comment waives a finding and does not say why.

    The reason is for whoever reads the file next year: `# mou: allow[rule] because …`. The finding stays waived.

    Bad:
        agreements:
          - id: oslo  # mou: allow[no-source, no-owner] #! waiver-without-reason
            title: Letter of intent
            partner: {name: Oslo, country: NO}
            kind: ksdpl
            instrument: loi

    Good:
        agreements:
          - id: oslo  # mou: allow[no-source, no-owner] because the archive has not answered yet
            title: Letter of intent
            partner: {name: Oslo, country: NO}
            kind: ksdpl
            instrument: loi
    """
    message = phrase("this waiver gives no reason")
    return warning("waiver-without-reason", at, message, phrase("write `because` and the reason after the brackets"))


@reading_rule
def unknown_rule_in_waiver(at: At, rule: str, known: tuple[str, ...]) -> Diagnostic:
    """A comment waives a rule that does not exist.

    A misspelt rule waives nothing. `mou check --rules` lists all rules.

    Bad:
        register:
          name: Kota Bandung  # mou: allow[no-ovner] because the office is being moved #! unknown-rule-in-waiver

    Good:
        register:
          name: Kota Bandung
    """
    best = nearest(rule, known)
    hint = phrase("did you mean `{word}`?", word=best) if best else phrase("`mou check --rules` lists them")
    return warning("unknown-rule-in-waiver", at, phrase("there is no rule `{rule}`", rule=rule), hint)
