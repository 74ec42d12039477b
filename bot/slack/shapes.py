"""What is read of a request of Slack's, and of which kind it is. Signed or not, anything else is no request: it is
answered as such before Bolt, or we, stumble over it."""

from __future__ import annotations

import re
from typing import Any, Final

#: An id of a workspace, which is logged where it isn't the council's.
_ID: Final = re.compile(r"[A-Za-z0-9]{0,30}")
#: By key: a kind, or what is inside an object (a dict) or a list (a list of one). What isn't there, or null, will do.
_ACTION: Final = {
    "action_id": str,
    "block_id": str,
    "value": str,
    "type": str,
    "selected_option": {"value": str},
}
_VIEW: Final = {
    "id": str,
    "private_metadata": str,
    "previous_view_id": str,
    "callback_id": str,
    "submit": dict,
    "blocks": [dict],
    "state": {"values": dict},
}
_REQUEST: Final = {
    "type": str,
    "event": {"type": str, "subtype": str, "tab": str},
    "event_id": str,
    "team": {"id": _ID},
    "enterprise": {"id": _ID},
    "team_id": _ID,
    "enterprise_id": _ID,
    "user": {"id": str, "team_id": _ID},
    "user_id": str,
    "trigger_id": str,
    "response_url": str,
    "command": str,
    "text": str,
    "value": str,
    "view": _VIEW,
    "actions": [_ACTION],
    "container": dict,
    "channel": {"id": str},
    "message": {"text": str, "ts": str},
    "authorizations": [{"enterprise_id": _ID, "team_id": _ID}],
}
_USER: Final = re.compile(r"[A-Za-z0-9]{1,30}")
_WORD: Final = re.compile(r"\S{1,100}")
_BY: Final = {"user": {"id": _USER}}
#: What a request of each kind can't be without: Bolt takes it for granted, and so do we.
_NEEDED: Final[dict[str, Any]] = {
    "event_callback": {"event": {"type": _WORD}},
    "block_actions": _BY | {"actions": [{"action_id": str}]},
    "interactive_message": _BY | {"callback_id": str, "actions": [dict]},
    "view_submission": _BY | {"view": {"type": str, "callback_id": str}},
    "view_closed": _BY | {"view": {"type": str, "callback_id": str}},
    "block_suggestion": _BY | {"action_id": str},
    "message_action": _BY | {"callback_id": str},
    "shortcut": _BY | {"callback_id": str},
}
_CHALLENGE: Final = {"type": re.compile("url_verification"), "challenge": str}
_COMMAND: Final = {"command": str, "user_id": _USER}
#: What the events that are read can't be without.
_NEEDED_OF_EVENTS: Final[dict[str, Any]] = {
    "app_home_opened": {"user": _USER},
    "message": {"channel": str},
    "user_change": {"user": {"id": _USER}},
}


def is_request(body: Any) -> bool:
    """Whether a body has the shape of one: it is of some kind and holds what that kind can't be without, it says from
    which workspace it comes, and a form's entries are objects by block and action."""
    if not _fits(body, _REQUEST):
        return False
    if body.get("ssl_check") == "1" or _fits(body, _CHALLENGE, whole=True):
        return True
    if not _is_whole(body) or not any(place_of(body)):
        return False
    entries = (body.get("view") or {}).get("state") or {}
    return all(
        _fits(one, {}) and all(map(_is_entry, one.values())) for one in (entries.get("values") or {}).values()
    )


def _is_whole(body: dict[str, Any]) -> bool:
    kind = body.get("type")
    if not kind:
        return _fits(body, _COMMAND, whole=True)
    if not _fits(body, _NEEDED.get(kind, {}), whole=True):
        return False
    event = body["event"] if kind == "event_callback" else {}
    return _fits(event, _NEEDED_OF_EVENTS.get(event.get("type", ""), {}), whole=True)


def place_of(body: dict[str, Any]) -> tuple[str, str]:
    """Enterprise and team of a command, an interaction or an event; either may be missing, or null."""
    team, enterprise = body.get("team") or {}, body.get("enterprise") or {}
    there = (body.get("authorizations") or [{}])[0]
    return (
        str(body.get("enterprise_id") or enterprise.get("id") or there.get("enterprise_id") or ""),
        str(
            body.get("team_id")
            or team.get("id")
            or there.get("team_id")
            or (body.get("user") or {}).get("team_id")
            or ""
        ),
    )


def _is_entry(entry: Any) -> bool:
    chosen = {"value": str, "text": dict}
    return _fits(entry, {"type": str, "selected_option": chosen, "selected_options": [chosen]})


def _fits(value: Any, shape: Any, *, whole: bool = False) -> bool:
    """``whole``: all of the shape is there, and no list is empty."""
    if isinstance(shape, dict):
        return isinstance(value, dict) and all(
            (value.get(name) is None and not whole) or _fits(value.get(name), inside, whole=whole)
            for name, inside in shape.items()
        )
    if isinstance(shape, list):
        return (
            isinstance(value, list)
            and (bool(value) or not whole)
            and all(_fits(one, shape[0], whole=whole) for one in value)
        )
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and shape.fullmatch(value) is not None
    return isinstance(value, shape)
