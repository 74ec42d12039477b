"""What every command of the command line is made of: the application, its groups, and how a command is run."""

from __future__ import annotations

import gc
import importlib
from typing import Annotated, Any, Final

import typer
import typer.core

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback with its variables would show people's data
)


def group(name: str, about: str, cls: type[typer.core.TyperGroup] | None = None) -> typer.Typer:
    """A group of commands; ``app.py`` names all of them."""
    return typer.Typer(name=name, help=about, no_args_is_help=True, cls=cls)


#: So many more objects are made than let go before Python looks for cycles among them. Its own 700 makes it look
#: through every batch of rows again and again, none of which are in cycles: a fifth of an import's time.
COLLECT_AFTER: Final = 50_000


def collect_seldom() -> None:
    """From now on; and what is loaded by now, which stays, is never looked through."""
    gc.set_threshold(COLLECT_AFTER)
    gc.freeze()


#: Exit codes of wrong settings or usage, as Typer's own, and of a fault of the bot's; 1 means that the answer is no, or
#: that something is wrong.
WRONG_USE: Final = 2
OUR_FAULT: Final = 70


def run(module: str, function: str, **given: Any) -> None:
    """Calls ``bot.commands.<module>.<function>``; its return value is the exit code. A fault that whoever runs it can
    put right is said in a sentence, one of ours by its place."""
    try:
        command = getattr(importlib.import_module(f"bot.commands.{module}"), function)
        collect_seldom()
        code = command(**given)
    except BrokenPipeError:
        raise  # whoever reads it has enough, as ``head`` does: click ends without a word
    except Exception as error:  # noqa: BLE001 - the command line's edge: said, never with a traceback that quotes
        text = importlib.import_module("bot.commands.error_text")
        sentence = text.explained(error)
        typer.echo(sentence or text.ours(error), err=True)
        raise typer.Exit(WRONG_USE if sentence else OUR_FAULT) from None
    if code:
        raise typer.Exit(code)


Database = Annotated[str, typer.Option(help="Another database than the settings'.", metavar="URL")]
Rules = Annotated[str, typer.Option(help="Another rule set than the settings': its name, or a file.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON; the shape is in docs/json.md.")]
