"""An address in another width or with an invisible character is no other address."""

from __future__ import annotations

import pytest

from storage import contacts
from storage import tables as t
from storage.work import Work


@pytest.mark.parametrize(
    ("listed", "differs"),
    [("Amara@Example.org", False), ("ａｍａｒａ@example.org", False), ("b@example.org", True)],
)
def test_whose_address_differs_from_the_staff_list(work: Work, listed: str, differs: bool) -> None:
    person = work.get(t.Person, 1)
    person.email = listed
    work.flush()
    assert contacts.bind(work, 1, "slack", "U1", {contacts.EMAIL: "amara@example.org"})
    assert contacts.with_another_email(work, "slack") == ([person.staff_number] if differs else [])
