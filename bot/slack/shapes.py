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
    "authorizations": [dict],
}
#: What a request of each kind is about. Bolt takes it for granted.
_ABOUT: Final = {
    "event_callback": "event",
    "block_actions": "actions",
    "interactive_message": "actions",
    "view_submission": "view",
    "view_closed": "view",
}


def is_request(body: Any) -> bool:
    """Whether a body has the shape of one: it holds what its kind is about, an event says which, a form's entries are
    objects by block and action."""
    if not _fits(body, _REQUEST) or not _is_about_something(body):
        return False
    entries = (body.get("view") or {}).get("state") or {}
    return all(
        _fits(one, {}) and all(map(_is_entry, one.values())) for one in (entries.get("values") or {}).values()
    )


def _is_about_something(body: Any) -> bool:
    about = _ABOUT.get(body.get("type") or "")
    if about == "event":
        return bool((body.get("event") or {}).get("type"))
    return about is None or bool(body.get(about))


def _is_entry(entry: Any) -> bool:
    chosen = {"value": str, "text": dict}
    return _fits(entry, {"type": str, "selected_option": chosen, "selected_options": [chosen]})


def _fits(value: Any, shape: Any) -> bool:
    if isinstance(shape, dict):
        return isinstance(value, dict) and all(
            value.get(name) is None or _fits(value[name], inside) for name, inside in shape.items()
        )
    if isinstance(shape, list):
        return isinstance(value, list) and all(_fits(one, shape[0]) for one in value)
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and shape.fullmatch(value) is not None
    return isinstance(value, shape)
