"""When a digest is due, in every zone and over every change of clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.digest_periods import DAILY, MONTHLY, WEEKLY, Period, Rhythm, after, following, is_zone, span

ZONES = sorted(available_timezones() - {"localtime"})
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - made aware
RHYTHM = st.one_of(
    st.builds(Rhythm, st.just(DAILY), st.just(1), st.integers(0, 1439), st.sampled_from(ZONES)),
    st.builds(Rhythm, st.just(WEEKLY), st.integers(0, 6), st.integers(0, 1439), st.sampled_from(ZONES)),
    st.builds(Rhythm, st.just(MONTHLY), st.integers(1, 28), st.integers(0, 1439), st.sampled_from(ZONES)),
)


def local(period: Period, zone: str) -> datetime:
    return period.at.astimezone(ZoneInfo(zone))


@given(RHYTHM, MOMENTS)
def test_the_next_period_is_later_and_falls_on_its_day(rhythm: Rhythm, moment: datetime) -> None:
    first = after(rhythm, moment)
    then = following(rhythm, first)
    assert moment < first.at < then.at
    assert first.on < then.on
    for period in (first, then):
        assert local(period, rhythm.zone).date() == period.on
        assert {DAILY: True, WEEKLY: period.on.weekday() == rhythm.day, MONTHLY: period.on.day == rhythm.day}[
            rhythm.kind
        ]


@given(RHYTHM, MOMENTS)
def test_no_period_is_left_out_between_two(rhythm: Rhythm, moment: datetime) -> None:
    first = after(rhythm, moment)
    assert after(rhythm, first.at - timedelta(microseconds=1)) == first
    assert after(rhythm, first.at) == following(rhythm, first)
    longest = {DAILY: 2, WEEKLY: 8, MONTHLY: 32}[rhythm.kind]
    assert first.at - moment <= timedelta(days=longest)


@given(RHYTHM, MOMENTS)
def test_the_clock_shows_the_time_unless_the_clocks_pass_over_it(rhythm: Rhythm, moment: datetime) -> None:
    period = after(rhythm, moment)
    wanted = datetime.combine(period.on, time(*divmod(rhythm.minute, 60)))
    shown = local(period, rhythm.zone).replace(tzinfo=None)
    there = wanted.replace(tzinfo=ZoneInfo(rhythm.zone)).astimezone(UTC).astimezone(ZoneInfo(rhythm.zone))
    assert shown == wanted or there.replace(tzinfo=None) != wanted


def test_yangon_is_six_hours_and_a_half_ahead() -> None:
    found = after(Rhythm(WEEKLY, 0, 8 * 60, "Asia/Yangon"), datetime(2026, 11, 22, 9, tzinfo=UTC))
    assert found == Period(date(2026, 11, 23), datetime(2026, 11, 23, 1, 30, tzinfo=UTC))
    assert found.name == "2026-11-23"


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        pytest.param(
            date(2026, 3, 29), datetime(2026, 3, 29, 1, 30, tzinfo=UTC), id="02:30 does not exist: it is 03:30"
        ),
        pytest.param(date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC), id="02:30 comes twice: the first"),
    ],
)
def test_clocks_that_change(day: date, moment: datetime) -> None:
    rhythm = Rhythm(DAILY, 1, 150, "Europe/Berlin")
    found = after(rhythm, datetime.combine(day, time(0), UTC) - timedelta(hours=3))
    assert found == Period(day, moment)
    assert following(rhythm, found).on == day + timedelta(days=1)


def test_a_day_that_a_zone_left_out_has_no_digest() -> None:
    rhythm = Rhythm(DAILY, 1, 480, "Pacific/Apia")
    before = after(rhythm, datetime(2011, 12, 29, 12, tzinfo=UTC))
    assert (before.on, following(rhythm, before).on) == (date(2011, 12, 29), date(2011, 12, 31))


def test_a_digest_looks_back_from_the_day_before() -> None:
    assert span(WEEKLY, date(2026, 11, 23)) == (date(2026, 11, 16), date(2026, 11, 22))
    assert span(MONTHLY, date(2026, 1, 5)) == (date(2025, 12, 5), date(2026, 1, 4))
    assert span(DAILY, date(2026, 11, 23)) == (date(2026, 11, 22),) * 2


def test_zones_are_known_by_name() -> None:
    assert is_zone("Asia/Yangon")
    assert not is_zone("Asia/Yangoon")
    assert not is_zone("../etc/passwd")
