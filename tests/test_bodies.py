from datetime import date

import pytest

from inspectlib.bodies import BodyKind, area, area_named, areas, body_of, is_for_policing
from inspectlib.deadlines import last_day_to_publish
from inspectlib.errors import UnknownArea
from inspectlib.testing import an_inspection


def test_there_are_43_areas_and_their_codes_have_no_gap():
    codes = sorted(each.ons_code for each in areas())
    assert codes == [f"E230000{n:02}" for n in range(1, 40)] + [f"W1500000{n}" for n in range(1, 5)]
    assert len({each.slug for each in areas()}) == 43


@pytest.mark.parametrize("each", areas(fictional=True), ids=lambda each: each.slug)
def test_the_bodies_of_an_area_follow_each_other_without_hole_or_overlap(each):
    for one, two in zip(each.bodies, each.bodies[1:], strict=False):
        assert one.until == two.since
    assert each.bodies[-1].until is None


@pytest.mark.parametrize(
    ("slug", "before", "first_day", "after"),
    [
        ("south-yorkshire", BodyKind.PCC, date(2024, 5, 7), BodyKind.CA_MAYOR),
        ("west-yorkshire", BodyKind.PCC, date(2021, 5, 10), BodyKind.CA_MAYOR),
        ("greater-manchester", BodyKind.PCC, date(2017, 5, 8), BodyKind.CA_MAYOR),
        ("north-yorkshire", BodyKind.PFCC, date(2024, 5, 7), BodyKind.CA_MAYOR),
        ("essex", BodyKind.PCC, date(2017, 10, 1), BodyKind.PFCC),
        ("cumbria", BodyKind.PCC, date(2023, 4, 1), BodyKind.PFCC),
    ],
)
def test_the_body_is_resolved_by_area_and_date(slug, before, first_day, after):
    assert body_of(slug, date.fromordinal(first_day.toordinal() - 1)).kind is before
    assert body_of(slug, first_day).kind is after


def test_a_duty_of_south_yorkshire_passes_to_the_mayor_before_it_falls_due():
    last = last_day_to_publish(an_inspection(published_on=date(2024, 4, 1)))
    assert last == date(2024, 5, 26)
    assert body_of("south-yorkshire", last).name == "Mayor of South Yorkshire"


def test_the_city_of_london_has_a_body_that_is_not_elected():
    assert body_of("city-of-london", date(2024, 1, 1)).elected is False


def test_before_the_first_body_known_the_answer_is_not_known():
    assert body_of("cleveland", date(2010, 1, 1)) is None


def test_names_as_printed_are_found():
    for printed in ("Cleveland Police", "Devon & Cornwall Police", "London, City of", "Metropolitan Police"):
        assert area_named(printed) is not None
    assert area_named("Barsetshire Police") is None


def test_an_unknown_area_offers_the_nearest():
    with pytest.raises(UnknownArea, match="'cleveland'"):
        area("clevland")


def test_fictional_areas_are_kept_apart():
    assert "northmoor" not in {each.slug for each in areas()}
    assert area("northmoor").fictional


def test_nobody_named_and_nobody_known_count_as_policing():
    assert is_for_policing(())
    assert is_for_policing(("someone_new",))
    assert not is_for_policing(("home_office",))
    assert is_for_policing(("force:Cleveland Police",), "cleveland")
    assert not is_for_policing(("force:Cleveland Police",), "essex")
