"""Laws of the gap arithmetic, for any needs and records."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.resources import resource
from coordination import catalogue
from coordination.gaps import Need, Record, gap

SHIPPED = catalogue.load(resource("data"))
COUNTED = date(2026, 10, 12)
CODES = ("FSC-02", "LIV-03", "WSH-02", "PRF-07", "EDU-03", "NUT-01")
STATUSES = ["interest", "pledged", "confirmed", "ongoing", "delivered", "partial", "suspended", "cancelled", "lapsed"]
dates = st.integers(-120, 260).map(lambda days: COUNTED + timedelta(days=days))


@st.composite
def cases(draw):
    """A need and up to eight records, most of them for it."""
    code = draw(st.sampled_from(CODES))
    activities = SHIPPED.need_activities(code)
    components = draw(st.sampled_from([SHIPPED.components_of(code), ("rice", "oil")]))
    unit = SHIPPED.indicators[code].gap_unit
    need = Need(code, draw(st.integers(0, 40)), unit, SHIPPED.months_of(code), components, COUNTED, True, activities)
    records = st.builds(
        Record,
        id=st.integers(),
        agency_id=st.just(1),
        agency=st.just("A"),
        activity=st.sampled_from([*(one.code for one in activities), "SOC-A1"]),
        target=st.integers(0, 60),
        reached=st.none() | st.integers(0, 70),
        start=st.none() | dates,
        end=st.none() | dates,
        months=st.none() | st.integers(0, 9),
        components=st.frozensets(st.sampled_from([*components, "other"]), max_size=2),
        status=st.sampled_from(STATUSES),
        unit=st.sampled_from([unit, unit, "kits"]),
        reached_on=st.none() | dates,
        reported_on=dates,
    )
    return need, draw(st.lists(records, max_size=8, unique_by=lambda one: one.id))


@given(cases(), dates)
def test_projected_never_passes_current_nor_current_the_need(case, today):
    need, records = case
    found = gap(need, records, today)
    assert 0 <= found.projected_exact <= found.current_exact <= need.count
    assert 0 <= found.projected <= found.current <= need.count
    assert (found.current > 0) == (found.current_exact > 0)
    assert (found.projected > 0) == (found.projected_exact > 0)
    assert found.overlap >= 0


@given(cases(), st.data())
def test_another_record_never_raises_a_gap(case, data):
    need, records = case
    if records:
        left_out = data.draw(st.sampled_from(records))
        fewer = gap(need, [one for one in records if one is not left_out], COUNTED)
        found = gap(need, records, COUNTED)
        assert found.current_exact <= fewer.current_exact
        assert found.projected_exact <= fewer.projected_exact


@given(cases(), dates, st.randoms(use_true_random=False))
def test_order_does_not_matter(case, today, random):
    need, records = case
    shuffled = random.sample(records, len(records))
    assert gap(need, shuffled, today) == gap(need, records, today)


@given(cases(), dates, dates)
def test_expiry_changes_no_sum(case, today, later):
    need, records = case
    one, other = gap(need, records, today), gap(need, records, later)
    assert (one.current_exact, one.projected_exact, one.overlap) == (
        other.current_exact,
        other.projected_exact,
        other.overlap,
    )
    assert one.plain == other.plain


@given(cases(), dates)
def test_every_record_of_the_need_stands_somewhere_at_most_once(case, today):
    need, records = case
    found = gap(need, records, today)
    own = {activity.code for activity in need.activities}
    assert all(one.activity in own for one in (*found.counted, *found.pledged, *found.beside))
    assert not set(found.beside) & {*found.counted, *found.pledged}
    assert found.assumed <= {one.id for one in found.counted}


@given(cases(), dates)
def test_the_plain_sentence_adds_up_to_the_gap(case, today):
    need, records = case
    found = gap(need, records, today)
    done = sum(level.count * level.parts for level in found.plain.done)
    coming = sum(level.count * level.parts for level in found.plain.coming)
    assert (need.count - found.current_exact) * found.plain.of == done
    assert (need.count - found.projected_exact) * found.plain.of == done + coming
