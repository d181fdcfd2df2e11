"""What is said of a command line that was typed wrongly: one form for our own refusals and the library's.

The usage line, what is wrong, and under it what may be meant. Whoever typed the line rightly and named what a register
does not have gets no usage line: that is a `Failure`.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from mou_tracker.basics.phrases import phrase, plural
from mou_tracker.language.wording import Wording


class Misuse(click.BadParameter):
    """A value that was typed wrongly, with what may be meant and what may stand there."""

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        ctx: click.Context | None = None,
        param: click.Parameter | None = None,
        known: str | None = None,
    ) -> None:
        super().__init__(message, ctx, param)
        self.hint, self.known = hint, known

    @property
    def said(self) -> str:
        """All of it but what may stand there, in one line, for a question that lists that itself."""
        return f"{self.message} ({self.hint})" if self.hint else self.message


def told(say: Wording, error: click.ClickException) -> Iterator[str]:
    """What is wrong, and in further lines what may be meant."""
    context = getattr(error, "ctx", None)
    if isinstance(error, click.NoSuchOption):
        from mou_tracker.basics.findings import nearest

        name = error.option_name
        known = [opt for one in (context.command.get_params(context) if context else ()) for opt in one.opts]
        near = nearest(name, [one for one in known if one.startswith("--") and "-" in name])
        path = context.command_path if context else "mou"
        yield say(phrase("there is no option {name}", name=name))
        yield say(
            phrase("did you mean `{word}`?", word=near)
            if near
            else phrase("{command} --help lists the options", command=path)
        )
    elif isinstance(error, click.MissingParameter):
        named = (_named(error.param, context) if error.param else "") or str(error.param_hint or "")
        yield say(plural("{options} is missing", "{options} are missing", 1, options=named))
    elif isinstance(error, click.BadOptionUsage):
        params = context.command.get_params(context) if context else ()
        one = next((one for one in params if error.option_name in one.opts), None)
        takes_none = isinstance(one, click.Option) and one.is_flag
        said = phrase("{option} takes no value", option=error.option_name)
        yield say(said if takes_none else phrase("{option} needs a value", option=error.option_name))
    else:
        where = _named(error.param, context) if isinstance(error, click.BadParameter) and error.param else ""
        message = plain(error.message)
        yield say(phrase("{register}: {what}", register=where, what=message)) if where else message
        if isinstance(error, Misuse):
            yield from filter(None, (error.hint, error.known))


def plain(message: str) -> str:
    """A sentence of the library as ours are: in one line, without a capital at its beginning and a stop at its end."""
    line = " ".join(part.strip() for part in message.splitlines()).removesuffix(".")
    return line[:1].lower() + line[1:] if line[1:2].islower() else line


def _named(param: click.Parameter, context: click.Context | None) -> str:
    """An option by its long name, an argument by the word for it if it has one."""
    if isinstance(param, click.Argument):
        word = param.make_metavar(context).strip("[].") if context else param.human_readable_name
        return "" if "|" in word else word  # the words that may stand there are told anyway
    return max(param.opts, key=len)
