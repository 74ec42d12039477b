"""What nobody should send, to any endpoint: invented by Hypothesis, seeded; SUPERVISION_FUZZ=20 invents more."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Final, TypeAlias

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.infra.budget import examples
from tests.infra.counters import counter

#: Stands in what is sent, so that it is found wherever it is quoted.
MARK: Final = "Quagmirton"
ODD: Final = (
    *("", " ", "²", "٣", "½", "9" * 400, "9" * 5000, "-1", "1e9", "0x1F", "NaN", "true", "null", "None"),
    *(
        "\x00",
        "\x1b[31m",
        "\ufeff",
        "\u202e",
        "é" * 300,
        "a" * 4000,
        "<b>&amp;",
        "%s%n{0}",
        "'; DROP TABLE person;--",
    ),
    *("2026-13-45", "2026-02-30", "0000-00-00", "2026-11-09", "9999-12-31", "25:00", "24:00", "01:30"),
    *("S101", "CB-10234", "@", "@Amara", "case:1", "../../etc/passwd", "[]", "{}", '{"kind": "due"}'),
)
texts: Final = st.one_of(
    st.sampled_from(ODD), st.sampled_from(ODD).map(lambda odd: f"{MARK}{odd}"), st.text(max_size=20)
)
#: In place of anything in a JSON document.
values: Final = st.one_of(
    texts,
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([[], {}, [[]], [None], {"id": None}, {"value": []}, [{"type": 7}]]),
)
Place: TypeAlias = tuple[str | int, ...]


def places(document: Any, at: Place = ()) -> Iterator[Place]:
    """Every place in a JSON document."""
    inside: Any = ()
    if isinstance(document, dict):
        inside = document.items()
    elif isinstance(document, list):
        inside = enumerate(document)
    for key, value in inside:
        yield (*at, key)
        yield from places(value, (*at, key))


@st.composite
def spoilt(draw: st.DrawFn, document: Any) -> Any:
    """The document with something else, or nothing, in one or two of its places."""
    made = copy.deepcopy(document)
    for at in draw(st.lists(st.sampled_from(list(places(document))), min_size=1, max_size=2, unique=True)):
        holder = made
        try:
            for key in at[:-1]:
                holder = holder[key]
            if draw(st.booleans()):
                holder[at[-1]] = draw(values)
            else:
                del holder[at[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # what held it is spoilt already
    return made


def faults() -> float:
    """How often a fault of ours was counted."""
    return sum(counter("faults", event=event) for event in ("request.fault", "platform.fault"))


def seeded(number: int) -> settings:
    """So many, the same in each run, however slowly they are invented."""
    return settings(max_examples=examples(number), suppress_health_check=list(HealthCheck))


async def tries(number: int, sends: st.SearchStrategy[Any], takes: Callable[[Any], Awaitable[None]]) -> None:
    """Sends so many things to an endpoint on this event loop; nothing of them is a fault."""
    loop = asyncio.get_running_loop()

    @seeded(number)
    @given(sends)
    def one(sent: Any) -> None:
        asyncio.run_coroutine_threadsafe(_takes(sent), loop).result()

    async def _takes(sent: Any) -> None:
        before = faults()
        await takes(sent)
        assert faults() == before, "a fault of ours"

    await asyncio.to_thread(one)
