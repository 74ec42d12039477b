"""The app package that a Microsoft 365 administrator uploads: the manifest, from the bot's own command table, and its
two icons."""

from __future__ import annotations

import json
import struct
import uuid
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

from bot.teams.pages import PRIVACY, TERMS
from cards.commands import COMMANDS

Json: TypeAlias = dict[str, Any]

#: The manifest's version, and the first that knows commands after a slash.
VERSION: Final = "1.19"
WITH_SLASH: Final = "1.29"
SCOPES: Final = ("personal", "team", "groupChat")
#: Teams' menu of commands holds ten.
MENU: Final = ("due", "prepare", "team", "book", "cancel", "move", "away", "back", "policy", "concern")
HOME: Final = "home"
HOME_TITLE: Final = "My supervision"
#: What the compose box, the command box and the menu of a message open.
FORMS: Final = {
    HOME: HOME_TITLE,
    "prepare": "Prepare",
    "cancel": "Cancel or move a session",
    "away": "Say that I am away",
}
#: Of a message: nothing of it is read, kept or passed on.
ON_A_MESSAGE: Final = {"decision": "Note a decision about a case"}
ACCENT: Final = (0x46, 0x4F, 0xB8)


def package(app_id: str, address: str, council: str, version: str, *, slash: bool) -> bytes:
    """The zip file. ``address``: of the bot's web server, https; ``slash``: commands after a slash too, a preview."""
    made = BytesIO()
    files = {
        "manifest.json": json.dumps(
            manifest(app_id, address, council, version, slash=slash), indent=2, ensure_ascii=False
        ).encode(),
        "color.png": picture(192, _colour),
        "outline.png": picture(32, _outline),
    }
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)
    return made.getvalue()


def manifest(app_id: str, address: str, council: str, version: str, *, slash: bool) -> Json:
    """As ``package``. The app's own id follows from the bot's, so that a later package updates it."""
    site, schema = address.rstrip("/"), WITH_SLASH if slash else VERSION
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{schema}/MicrosoftTeams.schema.json",
        "manifestVersion": schema,
        "version": version,
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"supervision:{app_id}")),
        "developer": {
            "name": council[:32],
            "websiteUrl": f"{site}{TERMS}",
            "privacyUrl": f"{site}{PRIVACY}",
            "termsOfUseUrl": f"{site}{TERMS}",
        },
        "name": {"short": "Supervision", "full": "Supervision for children's social care"},
        "description": {
            "short": "Reminds of supervision, and answers when it is next due.",
            "full": "Keeps the supervision calendar of children's social care by the council's own policy: asks to "
            "prepare, reminds of records and sign-off, rebooks what was cancelled, and says when a case is next due, "
            "and why. It reads no conversation that it isn't spoken to in.",
        },
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#{:02X}{:02X}{:02X}".format(*ACCENT),
        "bots": [_bot(app_id, slash)],
        "composeExtensions": [_extension(app_id)],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [urlsplit(site).netloc],
        "defaultInstallScope": "personal",
    }


def _bot(app_id: str, slash: bool) -> Json:
    commands = [_command(name) for name in MENU]
    lists: list[Json] = [{"scopes": list(SCOPES), "commands": commands}]
    if slash:  # where others read along; in one's own chat a command is simply typed
        own, *shared = SCOPES
        slashed = {"scopes": shared, "triggers": ["mention", "slash"], "commands": commands}
        lists = [{"scopes": [own], "commands": commands}, slashed]
    bot: Json = {
        "botId": app_id,
        "scopes": list(SCOPES),
        "supportsFiles": False,
        "isNotificationOnly": False,
        "commandLists": lists,
    }
    return bot | ({"supportsTargetedMessages": True} if slash else {})


def _command(name: str) -> Json:
    return {"title": name, "description": COMMANDS[name].meaning[:128]}


def _extension(app_id: str) -> Json:
    boxes, message = ["compose", "commandBox"], ["message"]
    opened = [_opens(name, title, boxes) for name, title in FORMS.items()]
    on_a_message = [_opens(name, title, message) for name, title in ON_A_MESSAGE.items()]
    return {"botId": app_id, "commands": [*opened, *on_a_message]}


def _opens(name: str, title: str, context: list[str]) -> Json:
    return {"id": name, "type": "action", "title": title, "context": context, "fetchTask": True}


# The icons: a tick, which needs no picture file


def picture(side: int, pixel: Callable[[float, float], tuple[int, int, int, int]]) -> bytes:
    """A square PNG; ``pixel`` gives red, green, blue and opacity at a place between 0 and 1."""
    rows = (
        b"\0" + bytes(part for x in range(side) for part in pixel((x + 0.5) / side, (y + 0.5) / side))
        for y in range(side)
    )
    header = struct.pack(">2I5B", side, side, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _colour(x: float, y: float) -> tuple[int, int, int, int]:
    return (255, 255, 255, 255) if _on_the_tick(x, y, 0.055) else (*ACCENT, 255)


def _outline(x: float, y: float) -> tuple[int, int, int, int]:
    return (255, 255, 255, 255 if _on_the_tick(x, y, 0.07) else 0)


def _on_the_tick(x: float, y: float, wide: float) -> bool:
    strokes = (((0.26, 0.52), (0.43, 0.69)), ((0.43, 0.69), (0.75, 0.33)))
    return any(_far(x, y, a, b) <= wide for a, b in strokes)


def _far(x: float, y: float, a: tuple[float, float], b: tuple[float, float]) -> float:
    """How far a place is from a stroke."""
    along_x, along_y = b[0] - a[0], b[1] - a[1]
    t = ((x - a[0]) * along_x + (y - a[1]) * along_y) / (along_x**2 + along_y**2)
    t = min(1.0, max(0.0, t))
    return float(((x - a[0] - t * along_x) ** 2 + (y - a[1] - t * along_y) ** 2) ** 0.5)
