"""``teams playground``: the sample council in Microsoft's own Playground, which needs no tenant."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot.commands import demo, serve
from bot.settings import SAMPLE_RULES, SettingsError
from storage import people
from storage.people import Person

#: Of the Playground, as docs/teams.md and the tests have it.
PACKAGE: Final = "@microsoft/m365agentsplayground@0.2.28"
CONFIG: Final = ".m365agentsplayground.yml"
#: It holds the person who uses it, and five others.
OTHERS: Final = 5
_ID: Final = "00000000-0000-0000-0000-{:012}"


def playground(person: str, folder: str, port: int) -> int:
    """Makes the sample council if there is none, writes who is who for the Playground, and serves until Ctrl-C. Raises
    SettingsError for somebody who isn't in it."""
    bot, _, _ = demo.opened(Path(folder), "small", fresh=False)
    with bot.read() as work:
        found = people.everyone(work)
    bot.engine.dispose()
    write_config(found, person, Path(folder))
    print(f"In a second window, with Node.js 20 or newer:\n\n    cd {folder}")
    print(
        f"    npx -y {PACKAGE} start -e http://127.0.0.1:{port}/api/messages -c msteams --disable-telemetry\n"
        "\nand open http://127.0.0.1:56150/ there."
    )
    path = demo.sample_in(Path(folder), "small", SAMPLE_RULES)
    return serve.run(demo.settings(path, "teams", SAMPLE_RULES, teams_playground=True, port=port))


def write_config(found: Sequence[Person], person: str, folder: Path) -> None:
    """The Playground reads it where it is started. Raises SettingsError, naming who there is."""
    me = next((p for p in found if p.name == person), None)
    if me is None:
        raise SettingsError(f"--person {person}: in the sample there are {', '.join(p.name for p in found)}")
    others = [p for p in found if p.id != me.id][:OTHERS]
    users = "".join(f"  - {{{_user(p)}}}\n" for p in others)
    (folder / CONFIG).write_text(
        f'version: "0.1.1"\ntenantId: {_ID.format(1)}\nbot: {{id: {_ID.format(11)}, name: Supervision}}\n'
        f"currentUser: {{{_user(me)}}}\nusers:\n{users}"
        "personalChat: {id: personal-chat}\ngroupChat: {id: group-chat, name: Group chat}\n"
        f"team:\n  id: team\n  name: Team\n  aadGroupId: {_ID.format(31)}\n"
        "  channels: [{id: channel, name: General}]\n",
        encoding="utf-8",
    )


def _user(person: Person) -> str:
    """With ids of their own, whoever uses the Playground this time: the bot knows people by them."""
    first, _, last = person.name.partition(" ")
    ids = f"id: user-{person.id}, aadObjectId: {_ID.format(1000 + person.id)}, name: {person.name}"
    email = f"email: {person.email}, userPrincipleName: {person.email}"
    return f"{ids}, {email}, givenName: {first}, surname: {last}"
