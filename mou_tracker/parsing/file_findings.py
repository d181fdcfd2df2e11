"""Problems of a file as a whole and of its characters; each docstring is the rule's manual page."""

from __future__ import annotations

from mou_tracker.basics.findings import Finding, Span, reading_rule
from mou_tracker.basics.phrases import Phrase, phrase, plural
from mou_tracker.parsing.source_file import Location
from mou_tracker.parsing.yaml_findings import error


@reading_rule
def file_unreadable(file: str, reason: Phrase | str) -> Finding:
    """A file cannot be opened, or something that was asked for is not read.

    It is missing, a folder stands in its place, or its permissions forbid reading: the system's own reason is given. So
    it is with a folder that may not be entered. A link that leaves the folder of a register, or leads to something
    hidden, is not followed: what it shows might be anything on the machine. The rest of the register is read all the
    same.
    """
    at = Location(file, Span(1, 1, 1, 1))
    return error("file-unreadable", at, phrase("the file cannot be read: {reason}", reason=reason))


@reading_rule
def not_utf8(at: Location, encoding: Phrase, lines: int) -> Finding:
    """A file is not encoded as UTF-8.

    A register is UTF-8, with or without a byte order mark. Another encoding shows wrong letters on somebody's machine,
    and git treats UTF-16 as binary. The place of the first wrong byte is given; open the file in your editor with
    the encoding that is named and save it as UTF-8.
    """
    message = plural(
        "this is not UTF-8, in {n} line of the file: {encoding}",
        "this is not UTF-8, in {n} lines of the file, of which this is the first: {encoding}",
        lines,
        encoding=encoding,
    )
    return error("not-utf8", at, message, phrase("save the file as UTF-8"))


@reading_rule
def file_empty(at: Location) -> Finding:
    """A file says nothing.

    It is empty or holds comments only. A check of nothing must not look like a check that passed, so an empty file is
    an error. A register without agreements so far says `agreements: []`.

    Bad:
        # nothing here yet  #! file-empty

    Good:
        agreements: []
    """
    hint = phrase("write `agreements: []` for a register that has none yet")
    return error("file-empty", at, phrase("nothing is written in this file"), hint)


@reading_rule
def file_too_large(at: Location) -> Finding:
    """A file is larger than 16 MB.

    Such a file is refused before it is read, so that no input can exhaust the machine. A larger register is a folder
    of files.
    """
    message = phrase("the file is larger than the limit of 16 MB (16777216 bytes)")
    return error("file-too-large", at, message, phrase("split the register into several files in one folder"))


@reading_rule
def too_many_findings(at: Location) -> Finding:
    """A file has more than 20,000 errors.

    The rest of the file is not read, so that a broken file cannot fill the memory. Correct what is listed and check
    again.
    """
    return error("too-many-findings", at, phrase("this file has more than 20000 errors; the rest of it is not read"))


@reading_rule
def several_documents(at: Location) -> Finding:
    """A line `---` begins a second YAML document in the file.

    Many programs read only the first document of a file and lose the others without a word. Put everything under
    one `agreements:`, or use several files.

    Bad:
        register: {name: Kota Bandung}
        ---  #! several-documents
        agreements: []

    Good:
        register: {name: Kota Bandung}
        agreements: []
    """
    hint = phrase("remove this line, or move what follows into another file")
    return error("several-documents", at, phrase("a second YAML document begins here"), hint)


@reading_rule
def conflict_marker(at: Location) -> Finding:
    """A merge conflict was left in the file.

    Git wrote both versions between `<<<<<<<` and `>>>>>>>` and waits for a person to choose. What stands between the
    markers is not taken as data.

    Bad:
        register:
        <<<<<<< HEAD  #! conflict-marker
          language: id
        =======
          language: en
        >>>>>>> other

    Good:
        register:
          language: id
    """
    hint = phrase("choose one of the two versions and remove the lines that begin with <<<<<<<, ======= and >>>>>>>")
    return error("conflict-marker", at, phrase("a merge conflict was left here"), hint)


@reading_rule
def tab_outside_quotes(at: Location) -> Finding:
    """A tab stands outside quotes.

    YAML forbids tabs in indentation, and its parsers disagree about tabs elsewhere: the same file is read on one
    machine and refused on another. Use spaces. In quotes and comments a tab is harmless, and so it is in a block text,
    but not where its lines are indented.

    Bad:
        register:
          name:\tKota Bandung  #! tab-outside-quotes

    Good:
        register:
          name: "Kota\tBandung"
    """  # noqa: D301  # the page holds real tabs
    return error("tab-outside-quotes", at, phrase("a tab stands outside quotes"), phrase("use spaces instead"))


@reading_rule
def forbidden_character(at: Location, code: str, name: Phrase) -> Finding:
    r"""A character that cannot be seen, or that changes how others are shown.

    Control characters can rewrite a terminal, direction overrides show a text other than it is, zero-width characters
    make two ids look alike that differ, and a no-break space in place of an indenting space is read as part of a key.
    They are refused typed out and as escapes in double quotes. The joiners U+200D and U+200C are fine in
    free text, where Persian, Indic scripts and emoji need them.

    Bad:
        register:
          name: "Kota \e[31mBandung"  #! forbidden-character

    Good:
        register:
          name: Kota Bandung
    """
    message = phrase("the character {code} ({name}) is not allowed here", code=code, name=name)
    return error("forbidden-character", at, message, phrase("remove it or type it anew"))


@reading_rule
def uncounted_line_break(at: Location, code: str) -> Finding:
    r"""A character that YAML takes for a line break and editors do not.

    After U+0085, U+2028, U+2029 or a carriage return of its own, YAML counts one line more than your editor and git,
    and a text is cut in two where nobody sees it. Such characters come in with text copied from PDF files.

    Bad:
        register:
          name: "Kota\u2028Bandung"  #! uncounted-line-break

    Good:
        register:
          name: Kota Bandung
    """
    message = phrase("the character {code} counts as a line break in YAML, but not in editors", code=code)
    return error("uncounted-line-break", at, message, phrase("replace it by a space or by an ordinary line break"))


@reading_rule
def directive(at: Location) -> Finding:
    """A line that begins with `%`: a YAML directive.

    Directives change how the rest of the file is read, and parsers treat unknown ones differently. A register needs
    none.

    Bad:
        %YAML 1.1  #! directive
        ---
        agreements: []

    Good:
        agreements: []
    """
    return error("directive", at, phrase("YAML directives are not allowed"), phrase("remove this line"))
