from datetime import UTC, date, datetime

import pytest

from inspectlib.bodies import (
    BodyKind,
    addressed_to_policing,
    addressee_name,
    addressee_named,
    addressees,
    area,
    area_named,
    areas,
    body_of,
    inspectorate_named,
    inspectorates,
    is_for_policing,
)
from inspectlib.deadlines import last_day_to_publish
from inspectlib.errors import UnknownArea
from inspectlib.testing import an_inspection


def test_there_are_43_areas_and_their_codes_have_no_gap():
    codes = sorted(each.ons_code for each in areas())
    assert codes == [f"E230000{n:02}" for n in range(1, 40)] + [f"W1500000{n}" for n in range(1, 5)]
    assert len({each.slug for each in areas()}) == 43


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("metropolitan", "E23000001"),
        ("cleveland", "E23000013"),
        ("city-of-london", "E23000034"),
        ("devon-and-cornwall", "E23000035"),
        ("dyfed-powys", "W15000004"),
    ],
)
def test_an_area_has_the_code_that_ons_gives_it(slug, code):
    assert area(slug).ons_code == code


def test_after_may_2024_there_are_37_commissioners_five_mayoral_posts_and_the_city():
    kinds = [body_of(each.slug, date(2024, 6, 1)).kind for each in areas()]
    assert sum(kind in (BodyKind.PCC, BodyKind.PFCC) for kind in kinds) == 37
    assert sum(kind in (BodyKind.CA_MAYOR, BodyKind.MOPAC) for kind in kinds) == 5
    assert kinds.count(BodyKind.COMMON_COUNCIL) == 1


@pytest.mark.parametrize("each", areas(fictional=True), ids=lambda each: each.slug)
def test_a_body_says_its_source_and_an_unverified_one_why(each):
    for body in each.bodies:
        assert body.source
        assert body.verified or body.note, body.name
        assert each.fictional or body.checked_on is not None


@pytest.mark.parametrize(
    ("slug", "on"),
    [
        ("greater-manchester", date(2017, 5, 8)),
        ("north-yorkshire", date(2018, 11, 15)),
        ("north-yorkshire", date(2024, 5, 7)),
        ("essex", date(2017, 10, 1)),
        ("staffordshire", date(2018, 8, 1)),
        ("northamptonshire", date(2019, 1, 1)),
        ("cumbria", date(2023, 4, 1)),
        ("city-of-london", date(2024, 1, 1)),
    ],
)
def test_a_day_confirmed_in_part_only_is_not_verified(slug, on):
    assert body_of(slug, on).verified is False


def test_no_body_is_in_office_before_the_first_day_that_is_known():
    assert body_of("metropolitan", date(2012, 1, 15)) is None
    assert body_of("metropolitan", date(2012, 1, 16)).kind is BodyKind.MOPAC
    assert body_of("cleveland", date(2012, 11, 21)) is None
    assert body_of("cleveland", date(2012, 11, 22)).kind is BodyKind.PCC


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
        ("staffordshire", BodyKind.PCC, date(2018, 8, 1), BodyKind.PFCC),
        ("northamptonshire", BodyKind.PCC, date(2019, 1, 1), BodyKind.PFCC),
        ("north-yorkshire", BodyKind.PCC, date(2018, 11, 15), BodyKind.PFCC),
        ("cumbria", BodyKind.PCC, date(2023, 4, 1), BodyKind.PFCC),
    ],
)
def test_the_body_is_resolved_by_area_and_date(slug, before, first_day, after):
    assert body_of(slug, date.fromordinal(first_day.toordinal() - 1)).kind is before
    assert body_of(slug, first_day).kind is after


def test_a_duty_of_south_yorkshire_passes_to_the_mayor_before_it_falls_due():
    last = last_day_to_publish(an_inspection(published_on=date(2024, 4, 1)))
    assert last == date(2024, 5, 26)
    assert body_of("south-yorkshire", date(2024, 5, 6)).kind is BodyKind.PCC
    assert body_of("south-yorkshire", last).name == "Mayor of South Yorkshire"


def test_the_city_of_london_alone_has_a_body_that_is_not_elected():
    assert {each.slug for each in areas() for body in each.bodies if not body.elected} == {"city-of-london"}
    assert body_of("city-of-london", date(2024, 1, 1)).until is None


def test_a_day_with_a_time_is_refused():
    with pytest.raises(TypeError):
        body_of("cleveland", datetime(2024, 1, 1, tzinfo=UTC))


def test_before_the_first_body_known_the_answer_is_not_known():
    assert body_of("cleveland", date(2010, 1, 1)) is None


@pytest.mark.parametrize(
    ("printed", "slug"),
    [
        ("Cleveland Police", "cleveland"),
        ("Devon & Cornwall", "devon-and-cornwall"),
        ("Devon & Cornwall Police", "devon-and-cornwall"),
        ("Hampshire and Isle of Wight Constabulary", "hampshire"),
        ("Hampshire", "hampshire"),
        ("London, City of", "city-of-london"),
        ("Metropolitan Police", "metropolitan"),
        ("the METROPOLITAN  Police Service", "metropolitan"),
        ("Mayor\N{RIGHT SINGLE QUOTATION MARK}s Office for Policing and Crime", "metropolitan"),
        ("Mayor of South Yorkshire", "south-yorkshire"),
        ("Police and Crime Commissioner for South Yorkshire", "south-yorkshire"),
        ("Avon and Somerset Police", "avon-and-somerset"),
        ("Heddlu Gogledd Cymru", "north-wales"),
        ("Northmoor Police", "northmoor"),
    ],
)
def test_names_as_printed_are_found(printed, slug):
    assert area_named(printed).slug == slug


def test_a_name_that_nobody_has_is_not_found():
    assert area_named("Barsetshire Police") is None
    assert area_named("") is None


def test_no_name_is_printed_for_two_areas():
    for each in areas(fictional=True):
        names = (each.slug, each.name, each.force, *each.aliases, *(body.name for body in each.bodies))
        assert {area_named(name).slug for name in names} == {each.slug}


@pytest.mark.parametrize("slug", ["cambridgeshire", "cheshire", "gloucestershire", "lancashire", "norfolk"])
def test_a_force_that_calls_itself_a_constabulary_is_named_so(slug):
    assert area(slug).force == f"{area(slug).name} Constabulary"


def test_an_unknown_area_offers_the_nearest():
    with pytest.raises(UnknownArea, match="'cleveland'"):
        area("clevland")


def test_fictional_areas_are_kept_apart():
    assert "northmoor" not in {each.slug for each in areas()}
    assert {each.slug for each in set(areas(fictional=True)) - set(areas())} == {"dalesmark", "estuary", "northmoor"}
    for slug in ("northmoor", "estuary", "dalesmark"):
        assert area(slug).fictional
        assert area(slug).ons_code is None


def test_nobody_named_and_nobody_known_count_as_policing():
    assert is_for_policing(())
    assert is_for_policing(("someone_new",))
    assert not is_for_policing(("home_office",))
    assert is_for_policing(("force:Cleveland Police",), "cleveland")
    assert not is_for_policing(("force:Cleveland Police",), "essex")


# every code of corpus/INDEX.md, whose action it asks for in Cleveland, and how it is written
ADDRESSEES = """
chief_constables | force | chief constables
forces | force | forces
pccs | body | police and crime commissioners
police_authority | body | police authority
home_office | none | Home Office
npcc | none | National Police Chiefs' Council
college_of_policing | none | College of Policing
cps | none | Crown Prosecution Service
iopc | none | Independent Office for Police Conduct
hmicfrs | none | HMICFRS
apcc | none | Association of Police and Crime Commissioners
nca | none | National Crime Agency
ministry_of_justice | none | Ministry of Justice
government | none | the Government
probation_service | none | Probation Service
prisons | none | prisons
hmpps | none | HM Prison and Probation Service
nhs_partners | none | NHS partners
department_for_transport | none | Department for Transport
criminal_justice_system | None | criminal justice system
force:Cleveland Police | force | Cleveland Police
force:Essex Police | none | Essex Police
force:unnamed | None | a force that is not named
force:Barsetshire | None | Barsetshire
fire_service:Northmoor | none | Northmoor fire and rescue service
rocu:Eastern | None | Eastern regional organised crime unit
rocu:* | None | regional organised crime units
fire_service:* | none | fire and rescue services
someone_new | None | someone_new
"""


@pytest.mark.parametrize("line", ADDRESSEES.strip().split("\n"))
def test_an_addressee_says_whose_action_it_is_or_that_it_is_not_known(line):
    code, asked, name = line.split(" | ")
    assert str(addressed_to_policing(code, "cleveland")) == asked
    assert is_for_policing((code,), "cleveland") is (asked != "none")
    assert addressee_name(code) == name


def every_addressee_that_is_known():
    for code in addressees():
        yield code
        if code.endswith(":*"):
            yield code.replace("*", "British Transport Police")
    for each in areas(fictional=True):
        yield from (f"force:{each.name}", f"force:{each.force}", f"fire_service:{each.name}", f"rocu:{each.name}")


def test_every_known_addressee_comes_back_from_its_name():
    for code in every_addressee_that_is_known():
        assert addressee_named(addressee_name(code)) == code


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("home office", "home_office"),
        ("The Home Office", "home_office"),
        ("Northmoor Fire & Rescue Service", "Northmoor Fire & Rescue Service"),
        ("Northmoor Fire and Rescue Service", "fire_service:Northmoor"),
        ("Avon & Somerset Police", "force:Avon & Somerset Police"),
        ("Police and Crime Commissioner for Northmoor", "Police and Crime Commissioner for Northmoor"),
        ("MOPAC", "MOPAC"),
        ("Ministry of Defence", "Ministry of Defence"),
        ("Police", "Police"),
        ("somebody else", "somebody else"),
        ("", ""),
    ],
)
def test_a_name_that_is_printed_otherwise_is_the_same_addressee_or_stays_as_it_is(printed, code):
    assert addressee_named(printed) == code


def test_a_named_force_is_asked_where_no_area_is():
    assert addressed_to_policing("force:Essex Police") == "force"


def test_a_body_that_stands_where_a_force_should_is_the_body_and_not_the_force():
    code = "force:Police and Crime Commissioner for Cleveland"
    assert addressed_to_policing(code) == addressed_to_policing(code, "cleveland") == "body"
    assert addressed_to_policing(code, "essex") == "none"
    assert is_for_policing((code,), "cleveland")


def test_an_addressee_is_force_body_none_or_not_known():
    assert {each.policing for each in addressees().values()} == {"force", "body", "none", None}


def test_inspectorates_are_found_by_their_short_and_older_names():
    assert inspectorate_named("HMIC").code == "hmicfrs"
    assert inspectorate_named("HMICFRS") is inspectorates()["hmicfrs"]
    assert inspectorate_named("Her Majesty's Inspectorate of Prisons").short == "HMI Prisons"
    assert inspectorate_named("Inspectorate of Barsets") is None
