"""Invented names: first names from many places, and surnames that are nobody's."""

from __future__ import annotations

from random import Random
from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FIRST: Final = _words(
    "Aaliyah Abena Adel Aisha Alasdair Amara Anil Anya Asha Beatrix Bilal Bronwen Callum Carys Chidi Claire Daniyar "
    "Deepa Dylan Efua Eleni Emeka Esme Farah Femi Finlay Freya Gareth Grace Hamza Hannah Helen Idris Imani Isla "
    "Ivan Jamal Jasmin Jodie Joel Kamal Katarzyna Kwame Leila Lucia Mabel Malik Marek Mei Mina Mohan Nadia Nia Niamh "
    "Noor Olga Owen Parveen Petra Priya Rafael Rhiannon Rosa Rowan Ruth Sadia Sam Sanjay Seren Shanice Sofia Tariq "
    "Tendai Theo Tomasz Uma Victor Wei Winston Yasmin Yusuf Zainab Zofia"
)
_BEGIN: Final = _words(
    "Ash Bracken Brook Copper Dapple Elder Fern Glade Hazel Juniper Lark Linden Marl Mist Moss Oak Pebble Quill Rowan "
    "Rush Salt Sedge Silver Tansy Thistle Wren Willow Winter Yarrow"
)
_END: Final = _words(
    "bank bourne brook by croft dale field fold ford grove "
    "ham hanger holt ley marsh mere ridge stead well wick"
)


def name(random: Random) -> str:
    return f"{random.choice(_FIRST)} {random.choice(_BEGIN)}{random.choice(_END)}"
