"""The command line. Each command imports what it needs when it is called."""

from __future__ import annotations

import importlib
import sys
from typing import Annotated, Any

import typer

app = typer.Typer(
    help="Supervision bot for children's social care.", no_args_is_help=True, add_completion=False
)
policy = typer.Typer(help="Rule sets: check one, list the shipped ones.", no_args_is_help=True)
app.add_typer(policy, name="policy")


def _run(module: str, function: str, **given: Any) -> None:
    """Calls ``bot.commands.<module>.<function>``; its return value is the exit code."""
    code = getattr(importlib.import_module(f"bot.commands.{module}"), function)(**given)
    if code:
        raise typer.Exit(code)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the desk; 0 for any free one.")] = 8080,
    size: Annotated[
        str, typer.Option(help="small (12 people, reads well) or large (240 staff, 2,100 cases).")
    ] = "small",
    fresh: Annotated[bool, typer.Option("--fresh", help="Start again from the sample's first day.")] = False,
    folder: Annotated[str, typer.Option(help="Where the sample database is kept.")] = "build/demo",
) -> None:
    """Serve the desk with a sample council, on this machine only."""
    _run("demo", "demo", port=port, size=size, fresh=fresh, folder=folder)


@app.command()
def serve() -> None:
    """Run the bot with the settings in the environment (SUPERVISION_…)."""
    _run("serve", "serve")


@policy.command("check")
def policy_check(
    file: Annotated[str, typer.Argument(help="A rule set file, or the name of a shipped one.")],
) -> None:
    """Prove a rule set: faults with their lines, worked examples, gaps and blanks."""
    _run("policy", "check", file=file)


@policy.command("list")
def policy_list() -> None:
    """List the shipped rule sets."""
    _run("policy", "show_shipped")


if __name__ == "__main__":
    sys.exit(app())
