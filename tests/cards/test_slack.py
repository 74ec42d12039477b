"""What Block Kit needs beyond what every renderer owes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from cards import plain, slack, slack_fields, slack_limits, slack_modals
from cards.commands import COMMANDS
from cards.limits import CannotShowError, is_view
from cards.model import (
    Button,
    Card,
    ChoiceField,
    Form,
    Note,
    Option,
    Paragraph,
    Part,
    PersonField,
    Style,
    TextField,
    UserText,
)
from cards.to_type import to_type
from tests.cards import extremes
from tests.cards.pressed import Pressed
from tests.cards.shown import sealed, sealed_form
from tests.cards.test_contract import CARDS, FORMS

FORM = Form(
    "Title", (TextField("a", "A", required=True),), (Button("Send", Pressed()), Button("Keep", Pressed()))
)
ELEVEN = {"type": "input", "element": {"type": "checkboxes", "options": [0] * 11}}
FITTING = sorted(set(CARDS) - extremes.TOO_LARGE["Slack"])


def objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(item)


def made(name: str) -> dict[str, Any]:
    if name in FORMS:
        return slack_modals.render_form(sealed_form(FORMS[name]()))
    card = sealed(CARDS[name]())
    return slack_modals.render_view(card) if is_view(card) else slack.render_card(card)


@pytest.mark.parametrize("name", [*FITTING, *sorted(FORMS)])
def test_nothing_is_read_as_markup_and_nothing_empty_is_sent(name: str) -> None:
    for found in objects(made(name)):
        assert found.get("type") != "mrkdwn"
        if found.get("type") in ("plain_text", "text"):
            assert found["text"]
        if found.get("type") == "plain_text":
            assert found["emoji"] is False


def test_a_notice_is_the_one_text_whose_three_signs_are_escaped() -> None:
    assert slack.render_card(Card("T", "a < b & c > d"))["text"] == "a &lt; b &amp; c &gt; d"


def test_peoples_words_are_never_a_message() -> None:
    with pytest.raises(CannotShowError, match="never a message"):
        slack.render_card(sealed(extremes.every_block()))


def test_a_moment_is_each_readers_own_and_a_day_is_the_councils() -> None:
    card = replace(extremes.bare(), body=(Paragraph((extremes.AFTERNOON, " ", extremes.DAY)),))
    moment, _, day = slack.render_card(card)["blocks"][1]["elements"][0]["elements"]
    assert (moment["type"], moment["timestamp"]) == ("date", 1795528800)
    assert moment["fallback"] == "Tuesday 24 November 2026 at 2:00 pm"
    assert day == {"type": "text", "text": "Tuesday 24 November 2026"}


def test_writing_direction_ends_with_the_words() -> None:
    card = replace(extremes.bare(), body=(Paragraph((UserText("a \u202eb"), "; after")),))
    said = slack.render_card(card)["blocks"][1]["elements"][0]["elements"]
    assert said[0]["text"] == "\u2068a \u202eb\u2069"


def test_what_was_typed_comes_back_by_field() -> None:
    view = slack_modals.render_form(sealed_form(extremes.every_field()))
    ids = {b["block_id"].partition(":")[2]: b["block_id"] for b in view["blocks"] if b["type"] == "input"}
    option = {"value": "S2"}
    state = {
        ids["title"]: {"entry": {"type": "plain_text_input", "value": "typed"}},
        ids["notes"]: {"entry": {"type": "plain_text_input", "value": None}},
        ids["any"]: {"entry": {"type": "checkboxes", "selected_options": [{"value": "c1"}, {"value": "c2"}]}},
        ids["one"]: {"entry": {"type": "radio_buttons", "selected_option": None}},
        ids["day"]: {"entry": {"type": "datepicker", "selected_date": "2026-11-24"}},
        ids["at"]: {"entry": {"type": "timepicker", "selected_time": "14:00"}},
        ids["minutes"]: {"entry": {"type": "number_input", "value": "90"}},
        ids["anyone"]: {"entry": {"type": "external_select", "selected_option": option}},
    }
    assert slack_modals.typed({"values": state}) == {
        "title": "typed",
        "notes": "",
        "any": ["c1", "c2"],
        "one": "",
        "day": "2026-11-24",
        "at": "14:00",
        "minutes": "90",
        "anyone": "S2",
    }


def test_errors_go_beside_their_fields_or_the_form_is_shown_anew() -> None:
    form = sealed_form(FORM)
    view = slack_modals.render_form(form)
    block_id = next(b["block_id"] for b in view["blocks"] if b["type"] == "input")
    assert slack_modals.errors_beside(replace(form, errors={"a": "Say more"}), view) == {block_id: "Say more"}
    assert slack_modals.errors_beside(replace(form, errors={"": "Nothing was saved"}), view) is None
    assert slack_modals.errors_beside(replace(form, title="Another", errors={"a": "x"}), view) is None
    assert slack_modals.errors_beside(form, view) is None


def test_long_lists() -> None:
    def entry(field: ChoiceField | PersonField) -> dict[str, Any]:
        return dict(slack_fields.entry(field))

    many = tuple(Option(f"v{n}", f"Case {n}") for n in range(101))
    assert entry(ChoiceField("c", "C", many[:11]))["type"] == "static_select"
    grouped = entry(ChoiceField("c", "C", many, ("v100",), many=True))
    assert [len(group["options"]) for group in grouped["option_groups"]] == [100, 1]
    assert grouped["initial_options"][0]["value"] == "v100"
    assert len(entry(PersonField("p", "P", many[:100]))["options"]) == 100
    searched = entry(PersonField("p", "P", many, "v7"))
    assert searched["type"] == "external_select"
    assert searched["initial_option"]["text"]["text"] == "Case 7"
    assert len(slack_modals.options(many)["options"]) == 100


def test_an_option_without_a_value_means_nothing() -> None:
    field = ChoiceField("c", "C", (Option("", "None of them"), Option("a", "A")), ("",))
    shown = slack_fields.entry(field)
    assert shown["initial_option"]["value"]
    state = {"x:c": {"entry": {"type": "radio_buttons", "selected_option": shown["initial_option"]}}}
    assert slack_modals.typed({"values": state}) == {"c": ""}


def test_more_than_fits_says_how_much_more() -> None:
    shown = sealed(slack.shortened(extremes.forty_parts()))
    message = slack.render_card(shown)
    assert len(message["blocks"]) <= 50
    kept = sum(isinstance(block, Part) for block in shown.body)
    assert f"And {40 - kept} more matters" in json.dumps(message)
    assert slack.shortened(extremes.digest()) == extremes.digest()


def test_too_much_text_is_refused_before_slack_does() -> None:
    body = tuple(Paragraph(("x" * 2900,)) for _ in range(4))
    with pytest.raises(CannotShowError, match="characters in one message"):
        slack.render_card(replace(extremes.bare(), body=body))


def test_small_print_goes_last() -> None:
    card = sealed(Card("T", "N", (Paragraph(("a",)), Note(("clause",))), (Button("Go", Pressed()),)))
    assert [block["type"] for block in slack.render_card(card)["blocks"]] == [
        "header",
        "rich_text",
        "actions",
        "context",
    ]


@pytest.mark.parametrize(
    ("payload", "fault"),
    [
        ({"blocks": [{"type": "divider", "block_id": "a"}] * 2}, "used 2 times"),
        ({"blocks": [{"type": "divider"}] * 51}, "51 blocks"),
        ({"type": "modal", "blocks": [{"type": "divider"}] * 101}, "101 blocks"),
        ({"type": "modal", "blocks": [{"type": "input", "element": {"type": "x"}}]}, "without a submit"),
        ({"blocks": [{"type": "actions", "elements": [{"action_id": "a"}] * 2}]}, "action id"),
        (
            {
                "type": "modal",
                "submit": {},
                "blocks": [{"type": "input", "element": {"type": "checkboxes", "options": [0] * 11}}],
            },
            "11 boxes",
        ),
        ({"type": "modal", "blocks": [{"type": "divider", "block_id": "x" * 256}]}, "255"),
        ({"type": "modal", "blocks": [{"type": "divider", "x": "x" * 250_000}]}, "bytes"),
    ],
)
def test_what_the_sdk_leaves_unchecked(payload: dict[str, Any], fault: str) -> None:
    assert fault in "; ".join(slack_limits.faults(payload))


#: A sentence that ends in a command, or asks to type one.
TYPED = re.compile(
    rf"[a-z]: ((?:{'|'.join([*COMMANDS, 'help'])})( [\w@-]+)*)$|\b[Tt]ype:? ({'|'.join(COMMANDS)})\b"
)
#: Titles that say what became of somebody or of a session.
OUTCOMES = re.compile(r": (held|away|back|cancel|done on|group supervision.*)$")


@pytest.mark.parametrize("name", [*FITTING, *sorted(FORMS)])
def test_nobody_is_told_to_type_a_bare_command(name: str) -> None:
    said = [text.strip() for text in slack_limits.texts_in(made(name))]
    assert not [one for one in said if TYPED.search(one) and not OUTCOMES.search(one)]


def test_a_command_is_shown_as_it_is_typed_here_in_errors_too() -> None:
    card = Card("T", "N", (Paragraph((f"How it stands: {to_type('concern')}", UserText("\ue000"))),))
    shown = list(slack_limits.texts_in(slack.render_card(card)))
    assert "How it stands: /supervision concern" in shown
    assert "\ue000" in shown
    form = sealed_form(replace(FORM, errors={"a": f"Say so: {to_type('held')}"}))
    assert " Say so: /supervision held" in list(slack_limits.texts_in(slack_modals.render_form(form)))
    beside = slack_modals.errors_beside(form, slack_modals.render_form(form))
    assert list((beside or {}).values()) == ["Say so: /supervision held"]
    assert "How it stands: concern" in plain.render_card(card)


def buttons(value: Any) -> Iterator[Button]:
    if isinstance(value, Button):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from buttons(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from buttons(getattr(value, one.name))


@pytest.mark.parametrize("name", [*FITTING, *sorted(FORMS)])
def test_what_is_done_at_once_and_cannot_be_had_back_is_asked_about_by_slack_itself(name: str) -> None:
    """On every card that has one, and never from a menu, whose lines Slack doesn't ask about."""
    card = sealed_form(FORMS[name]()) if name in FORMS else sealed(CARDS[name]())
    at_once = {b.token for b in buttons(card) if b.style is Style.DANGER and not b.opens}
    shown = [found for found in objects(made(name)) if found.get("value") in at_once]
    assert all("confirm" in found for found in shown), name
