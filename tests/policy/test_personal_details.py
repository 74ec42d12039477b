"""What looks as if it said who a child is, and a hundred things that people write that don't. Numbers are invented, and
right by their check digits only because they were reckoned so."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.personal_details import Detail, details

YEAR: Final = 2026
UPN_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"


def kinds(text: str) -> set[Detail]:
    return {one.detail for one in details(text, YEAR)}


def nhs_number(nine: str) -> str:
    """With its check digit as the NHS Data Dictionary reckons it; empty where there is none."""
    check = 11 - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    return {10: "", 11: f"{nine}0"}.get(check, f"{nine}{check}")


def pupil_number(twelve: str) -> str:
    return UPN_LETTERS[sum(int(d) * w for d, w in zip(twelve, range(2, 14), strict=True)) % 23] + twelve


digits = st.text("0123456789", min_size=9, max_size=9).filter(lambda nine: nhs_number(nine).strip("0"))


@given(digits, st.sampled_from(["", " ", "-"]))
def test_an_nhs_number_is_known_by_its_check_digit(nine: str, between: str) -> None:
    number = nhs_number(nine)
    written = between.join((number[:3], number[3:6], number[6:]))
    assert kinds(f"Registered as {written}, see the letter") == {Detail.NHS_NUMBER}
    wrong = f"{number[:9]}{(int(number[9]) + 1) % 10}"
    assert not kinds(between.join((wrong[:3], wrong[3:6], wrong[6:])))
    assert not kinds(f"CB-{number}")
    assert not kinds(f"{number}1")


@given(st.text("0123456789", min_size=12, max_size=12), st.booleans())
def test_a_pupil_number_is_known_by_its_check_letter(twelve: str, small: bool) -> None:
    number = pupil_number(twelve)
    wrong = UPN_LETTERS[UPN_LETTERS.index(number[0]) - 1] + twelve
    assert kinds(f"UPN {number.lower() if small else number}.") == {Detail.PUPIL_NUMBER}
    assert not kinds(f"UPN {wrong}.")


def test_a_temporary_pupil_number() -> None:
    assert kinds("H801200001001") == {Detail.PUPIL_NUMBER}
    twelve = "80120000100"  # and a letter in the last place, worth its place among them
    check = UPN_LETTERS[(sum(int(d) * w for d, w in zip(twelve, range(2, 13), strict=True)) + 13 * 1) % 23]
    assert kinds(f"{check}{twelve}B") == {Detail.PUPIL_NUMBER}


@given(st.sampled_from(["N9", "NE99", "W1A", "SW1A", "M1", "B33", "EC1A"]), st.integers(0, 9), st.booleans())
def test_a_postcode_of_any_shape(outward: str, sector: int, small: bool) -> None:
    code = f"{outward} {sector}ZZ"
    written = code.lower() if small else code
    assert kinds(f"They live at {written} now") == {Detail.ADDRESS}
    assert kinds(f"They live at {written.replace(' ', '')} now") == {Detail.ADDRESS}


TOLD: Final = {
    "12 Invented Road": Detail.ADDRESS,
    "Moved to 4a Made Up Crescent on Friday": Detail.ADDRESS,
    "flat 3, Example House": Detail.ADDRESS,
    "They moved to Flat 12b, 9 the hill": Detail.ADDRESS,
    "Ella Madeup 03/02/2015": Detail.NAME_AND_BIRTH,
    "Seen today: Ella Madeup (3.2.15), quiet": Detail.NAME_AND_BIRTH,
    "Ella, DOB 03/02/2015": Detail.NAME_AND_BIRTH,
    "DOB: 03/02/2015 (Ella)": Detail.NAME_AND_BIRTH,
    "d.o.b. 3rd February 2015, Ella Madeup": Detail.NAME_AND_BIRTH,
    "Ella was born on 3 February 2015": Detail.NAME_AND_BIRTH,
    "Her sister Ella Madeup was born 3 Feb 2015.": Detail.NAME_AND_BIRTH,
    "Ella’s date of birth is 3 February 2015": Detail.NAME_AND_BIRTH,
    "NHS no. 943\N{NO-BREAK SPACE}476\N{NO-BREAK SPACE}5919": Detail.NHS_NUMBER,
    "９４３４７６５９１９": Detail.NHS_NUMBER,
}


@pytest.mark.parametrize("text", TOLD)
def test_what_says_who_a_child_is(text: str) -> None:
    assert kinds(text) == {TOLD[text]}


ORDINARY: Final = """
CB-10234 was seen at home on Tuesday.
The baby was born on 3 March 2026.
Baby born 3 March 2026, mother and baby well.
Unborn: due date 12 January 2027.
Mother says he was born on 3 March 2016 and she left a year later.
Review Conference 12/03/2024 agreed the plan.
Initial Child Protection Conference 01/12/2023.
Core Group 03/11/26 was cancelled.
Strategy Meeting 3/11/24, then a joint visit.
Legal Planning Meeting 14.10.2024.
Family Group Conference: 12 November 2024.
Pathway Plan 06/09/2022 is out of date.
Personal Education Plan 12/09/24 to be sent.
Signed by Priya Invented 03/11/2026.
Priya Invented, 3 November 2026: agreed.
Section 47 enquiry started on 12 November 2026.
Section 20 ended on 01/02/2024.
Reg 24 assessment by Monday.
The 15 January Review was late.
Please call the school on 020 7946 0018.
Ring me on 07700 900123 before three.
The duty number is 01632 960 001.
Ref 1234567890123 in the old system.
Invoice 4857773456 is wrong.
Budget 943,476,591 pounds was a typing error.
The chronology has 12 entries for 2025.
Visit 2 of 4 done, 2 to come.
Contact is on Mondays 4 to 6 pm.
She was 12 minutes late.
The police were called at 23:40.
Log 412 of 17/11/2026.
Strategy discussion at 10am on 12/11/2026.
Mum has moved in with her sister.
He now lives with Gran.
Dad lives on the same road as school.
They want a place near the river.
The flat is damp.
Flat screen TV broken in the row.
Two of the flats are empty.
The house is cold and has no carpets.
House rules agreed with both.
We discussed Signs of Safety.
Working Together 2023 says fifteen days.
The Children Act 1989 applies.
Rule Y10 2nd paragraph.
B10 4th line of the table.
S20 1hr of reflection.
B5 1st session of the month.
Allowed M1 motorway traffic: late.
The A1 is closed again.
Take the X5 bus.
Year 4 at school, reading age 7.
Key Stage 2 results are in.
An EHCP review is due in March.
He is at 60% attendance.
I need help with CP10 and CP11 forms.
Two children, three adults, one dog.
The baby is 8 weeks old.
Born at 32 weeks.
She was born in 2015.
Born and brought up in the north.
The new-born is feeding well.
They were born abroad.
I have decided to visit weekly.
What is working well: school and Gran.
Gran says the dog bites.
Worried about dad's drinking.
Father's birthday is on Saturday.
Ask the health visitor about weight.
I will ask Health for the red book.
Legal advice is to issue.
Final Hearing 12 January 2027.
Court on 12/01/2027 at ten.
Placement Order granted 04/08/2025.
Interim Care Order 04/08/24 stands.
Care Plan 4.8.24 needs updating.
Stat visit every 6 weeks, last 12/10/2026.
Missing Episode 03/02/2024 to 05/02/2024.
Last Supervision: 3 November 2024.
Next steps: 1. Visit 2. Write 3. Send
3 Priority Cases to close.
12 Further Visits close to Christmas.
Case 1234 Close when the plan ends.
10 more placements are needed.
Ready to close.
Keep a close eye.
2 Good Schools nearby.
Drive home safely.
The lane behind the school is dark.
Room 12, second floor.
Meet at Family Square at 2.
Desk 14, Council House.
Lunch at the Garden Court.
Ward 4 at the hospital.
I was off sick 3 to 5 November 2026.
I feel tired and need a holiday.
TOIL: 4.5 hours.
90% of a full load.
Training on 14/01/2027 in Room 2.
Read chapter 3, pages 12-14.
Appraisal September 2026.
Thank you, that helped.
See the record of 3 November 2026.
""".strip().splitlines()


def test_ordinary_sentences_are_left_alone() -> None:
    assert len(ORDINARY) >= 100
    assert {text: kinds(text) for text in ORDINARY if kinds(text)} == {}
