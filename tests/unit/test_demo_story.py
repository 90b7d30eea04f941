"""The demo must look like a project, not like noise, on whatever day it is told."""

import datetime as dt
from collections import Counter
from functools import cache

import pytest

from kapstok import clock
from kapstok.demo import agenda as agendas
from kapstok.demo import region
from kapstok.demo.growth import LAGGING, brokers
from kapstok.demo.story import tell
from kapstok.meetings.rules import Attendance, Partstat
from kapstok.progress.surveys.rules import ItemKind
from kapstok.projects.rules import DEFAULT_TERMS, Vocabulary
from kapstok.referrals.rules import OUTCOMES, Kind

DAYS = [dt.date(2026, 1, 2), dt.date(2026, 4, 6), dt.date(2026, 7, 31), dt.date(2026, 11, 22), dt.date(2028, 2, 29)]
SHORT = 2

# Proper names in the texts that describe the original project: the demo borrows none of them.
NAMES_OF_THE_ORIGINAL = (
    "Emmen", "Drent", "Sedna", "Icare", "Veranda", "ZODHC", "Coöperatie", "Nijhout", "Marianne", "Vaart", "Ilse",
    "Hertogenbosch", "van der Zon", "Annemiek", "Arnhem", "OZO", "Riswick", "Martin", "LHV", "NHG", "MantelzorgNL",
    "Movisie", "Vilans", "ZonMw", "NVvPO", "V&VN", "Expertisecentrum", "Zorg voor Beter", "Kapstok",
)  # fmt: skip

tell = cache(tell)
each_day = pytest.mark.parametrize("today", DAYS, ids=str)


def statements(wave):
    """(respondent, named) → strength, of everything that was said in a wave."""
    return {(sheet.respondent, other): strength for sheet in wave.sheets for other, strength in sheet.observed()}


def density(story, wave, belongs):
    """Share of short lines among the observed ordered pairs of people for which ``belongs`` holds."""
    said = [s for (a, b), s in statements(wave).items() if belongs(story.people[a], story.people[b])]
    return sum(s >= SHORT for s in said) / len(said)


def across(a, b):
    return a.sector != b.sector


def within(a, b):
    return a.sector == b.sector and a.organisation != b.organisation


def colleagues(a, b):
    return a.organisation is not None and a.organisation == b.organisation


def short_line_index(story, wave):
    """Share of the cross-sector pairs on the roster with at most one person between them."""
    contacts = {number: set() for number in wave.asked}
    for (a, b), strength in statements(wave).items():
        if strength >= SHORT:
            contacts[a].add(b)
            contacts[b].add(a)
    pairs = [(a, b) for a in wave.asked for b in wave.asked if a < b and across(story.people[a], story.people[b])]
    return sum(b in contacts[a] or bool(contacts[a] & contacts[b]) for a, b in pairs) / len(pairs)


def present(story, meeting):
    return [g for g in story.guests if g.meeting == meeting.key and g.attendance is Attendance.PRESENT]


# Time


@pytest.mark.parametrize("ascension", [dt.date(2024, 5, 9), dt.date(2026, 5, 14), dt.date(2027, 5, 6)], ids=str)
def test_no_meeting_on_ascension_day(ascension):
    assert not agendas.is_meeting_day(ascension)
    assert agendas.is_meeting_day(ascension - dt.timedelta(days=8))


def test_agenda_holds_on_every_day_of_three_years():
    day = dt.timedelta(days=1)
    for number in range(3 * 365):
        today = dt.date(2026, 1, 1) + number * day
        agenda = agendas.plan(today)
        assert list(agenda.meetings) == sorted(set(agenda.meetings))
        assert all(agendas.is_meeting_day(meeting) for meeting in agenda.meetings)
        assert [meeting < today for meeting in agenda.meetings] == [True] * 6 + [False] * 2
        assert agenda.starts_on < agenda.baseline_opens
        assert agenda.baseline_opens + agendas.WAVE_DAYS * day < agenda.meetings[0]
        assert agenda.meetings[4] + 8 * day < agenda.t1_opens
        assert agenda.t1_opens + agendas.WAVE_DAYS * day < agenda.meetings[5]
        assert 500 < (agenda.meetings[-1] - agenda.baseline_opens).days < 620  # about eighteen months


@each_day
def test_nothing_has_happened_later_than_today(today):
    story = tell(today)
    midnight = clock.from_local(today, dt.time(0))
    moments = [g.answered_at for g in story.guests if g.answered_at]
    moments += [m.invited_at for m in story.meetings if m.invited_at]
    moments += [sheet.at for part in (*story.waves, *story.pulses) for sheet in part.sheets]
    moments += [wave.closes_at for wave in story.waves]
    assert max(moments) < midnight
    assert max(tally.month for tally in story.tallies) < clock.month_of(today)
    assert max(seen.on for seen in story.in_view) < today


def test_same_day_and_seed_tell_the_same_story():
    fresh = tell.__wrapped__
    assert fresh(DAYS[0]) == fresh(DAYS[0])
    assert fresh(DAYS[0]) != fresh(DAYS[0], seed="another")


# Who takes part


def test_cast():
    story = tell(DAYS[0])
    assert len(story.organisations) == 27
    assert len(story.people) == len({person.name for person in story.people}) == 120
    assert [person.number for person in story.people] == list(range(120))
    assert min(Counter(person.sector for person in story.people).values()) >= 5
    carers = [person for person in story.people if person.function == "mantelzorger"]
    assert len(carers) == 8
    assert sum(person.on_rosters for person in carers) == 2
    assert sum(person.on_rosters for person in story.people) == 114


def test_addresses_reach_nobody():
    mails = [person.mail for person in tell(DAYS[0]).people if person.mail]
    assert len(mails) == 115
    assert [mail for mail, count in Counter(mails).items() if count > 1] == ["praktijk@hap-braamdijk.example.org"]
    assert all(mail.endswith(("@example.org", ".example.org")) for mail in mails)
    assert all(person.phone for person in tell(DAYS[0]).people if not person.mail)


def test_words_are_those_of_the_vocabulary():
    story = tell(DAYS[0])
    known = {kind: {key for key, _ in terms} for kind, terms in DEFAULT_TERMS.items()}
    assert {person.sector for person in story.people} == known[Vocabulary.SECTOR]
    functions = known[Vocabulary.FUNCTION] | {key for key, _ in region.EXTRA_FUNCTIONS}
    assert {person.function for person in story.people} == functions
    assert {theme for meeting in story.meetings for theme in meeting.themes} == known[Vocabulary.THEME]
    assert {sector for item in story.items for sector in item.audience} <= known[Vocabulary.SECTOR]


def test_no_name_of_the_original_project():
    story = tell(DAYS[0])
    told = repr((story.project, story.organisations, story.services, story.people, story.meetings)).lower()
    assert [name for name in NAMES_OF_THE_ORIGINAL if name.lower() in told] == []


# Bijeenkomsten


@each_day
def test_meetings_are_held_at_mixed_tables(today):
    story = tell(today)
    for meeting in story.meetings[:6]:
        there = present(story, meeting)
        assert 40 <= len(there) <= meeting.capacity
        tables = {guest.table for guest in there}
        sizes = Counter(guest.table for guest in there)
        assert max(sizes.values()) - min(sizes.values()) <= 1
        for table in tables:
            assert len({story.people[guest.person].sector for guest in there if guest.table == table}) >= 4
    held = {meeting.key for meeting in story.meetings[:6]}
    assert any(guest.walk_in for guest in story.guests)
    absent = [g for g in story.guests if g.partstat is Partstat.ACCEPTED and g.attendance is Attendance.ABSENT]
    assert 15 <= len(absent) <= 60
    assert all((guest.attendance is None) == (guest.meeting not in held) for guest in story.guests)
    assert len({(guest.meeting, guest.person) for guest in story.guests}) == len(story.guests)


@each_day
def test_the_next_meeting_still_waits_for_answers(today):
    story = tell(today)
    answers = Counter(guest.partstat for guest in story.guests if guest.meeting == story.meetings[6].key)
    assert answers[Partstat.NEEDS_ACTION] >= 30
    assert answers[Partstat.ACCEPTED] >= 20
    assert story.meetings[7].invited_at is None
    assert story.meetings[7].key not in {guest.meeting for guest in story.guests}


# Lines


@each_day
def test_rosters_and_response(today):
    story = tell(today)
    baseline, t1 = story.waves
    assert (len(baseline.asked), len(baseline.listed), len(baseline.sheets)) == (113, 107, 93)  # 82 %
    assert (len(t1.asked), len(t1.listed), len(t1.sheets)) == (115, 109, 87)  # 76 %
    both = {sheet.respondent for sheet in baseline.sheets} & {sheet.respondent for sheet in t1.sheets}
    assert 60 <= len(both) <= 85


@each_day
def test_not_everything_is_answered(today):
    for wave in tell(today).waves:
        asked = sum(len(set(wave.listed) - {sheet.respondent}) for sheet in wave.sheets)
        assert 0.05 < 1 - len(statements(wave)) / asked < 0.2
        assert any(None in sheet.named.values() for sheet in wave.sheets)
        assert all(sheet.respondent not in (*sheet.named, *sheet.closed) for sheet in wave.sheets)
        assert all(not set(sheet.named) & set(sheet.closed) for sheet in wave.sheets)
        assert {other for _, other in statements(wave)} <= set(wave.listed)


@each_day
def test_lines_start_within_and_grow_across_sectors(today):
    story = tell(today)
    before, after = story.waves
    assert density(story, before, colleagues) > 0.9
    assert 0.15 < density(story, before, within) < 0.25
    assert 0.04 < density(story, before, across) < 0.07
    assert density(story, after, across) > 1.7 * density(story, before, across)
    assert density(story, after, within) < 1.5 * density(story, before, within)
    assert short_line_index(story, after) > short_line_index(story, before) + 0.1
    assert short_line_index(story, after) < 0.95


@each_day
def test_new_lines_run_mostly_where_people_sat_together(today):
    story = tell(today)
    before, after = (statements(wave) for wave in story.waves)
    tables = {}
    for meeting in story.meetings[:5]:
        for guest in present(story, meeting):
            tables.setdefault((meeting.key, guest.table), []).append(guest.person)
    sat = {(a, b) for table in tables.values() for a in table for b in table if a != b}
    strangers = [pair for pair, strength in before.items() if strength < SHORT and pair in after]
    new = [pair for pair in strangers if after[pair] >= SHORT]
    chance_seated = sum(pair in sat for pair in new) / sum(pair in sat for pair in strangers)
    chance_others = sum(pair not in sat for pair in new) / sum(pair not in sat for pair in strangers)
    assert chance_seated > 5 * chance_others
    lost = [p for p, s in before.items() if s >= SHORT and after.get(p, SHORT) < SHORT]
    assert 0.02 < len(lost) / sum(s >= SHORT and p in after for p, s in before.items()) < 0.25


@each_day
def test_brokers_lead_and_one_sector_lags(today):
    story = tell(today)
    after = story.waves[1]
    named = Counter(other for (_, other), strength in statements(after).items() if strength >= SHORT)
    assert {number for number, _ in named.most_common(3)} == brokers(story.people)
    lagging = density(story, after, lambda a, b: across(a, b) and LAGGING in (a.sector, b.sector))
    assert lagging < 0.75 * density(story, after, across)


@each_day
def test_pulses_come_from_people_who_were_there(today):
    story = tell(today)
    for meeting, pulse in zip(story.meetings, story.pulses, strict=False):
        there = {guest.person for guest in present(story, meeting)}
        assert 10 <= len(pulse.sheets) <= len(there)
        for sheet in pulse.sheets:
            assert sheet.at > meeting.ends_at
            assert {sheet.respondent, *sheet.named} <= there
            assert not sheet.closed


# Counts


@each_day
def test_referrals_grow_and_some_fail(today):
    story = tell(today)
    months = sorted({tally.month for tally in story.tallies})
    sent, told = Counter(), Counter()
    for tally in story.tallies:
        told[tally.kind] += tally.count
        if tally.kind is Kind.SENT:
            sent[tally.month] += tally.count
    working = [month for month in months if month.month not in (7, 8, 12)]
    # Not everybody counted the last month yet.
    assert sum(sent[month] for month in working[-5:-1]) > 1.2 * sum(sent[month] for month in working[:4])
    assert 500 < told[Kind.SENT] < 1100
    assert 0.7 * told[Kind.SENT] < told[Kind.ARRIVED] < told[Kind.SENT]  # not every receiver counts
    assert told[Kind.HELPED] > 0.5 * told[Kind.ARRIVED]
    ended = sum(told[kind] for kind in OUTCOMES)
    assert 0.1 * ended < ended - told[Kind.HELPED] and ended < told[Kind.ARRIVED]


@each_day
def test_in_view_rises_with_gaps(today):
    story = tell(today)
    by_organisation = {}
    for seen in story.in_view:
        assert seen.count <= seen.served
        by_organisation.setdefault(seen.organisation, []).append(seen)
    dates = {seen.on for seen in story.in_view}
    assert 3 <= len(dates) <= 5
    assert len(story.in_view) < len(dates) * len(by_organisation)
    for row in by_organisation.values():
        assert [seen.on for seen in row] == sorted(seen.on for seen in row)
    assert sum(row[-1].count > row[0].count for row in by_organisation.values() if len(row) > 1) >= 11


@each_day
def test_items_are_paired_and_experience_comes_last(today):
    story = tell(today)
    for item in story.items:
        answers = [answer for answer in story.item_answers if answer.item == item.text]
        assert {story.people[answer.person].sector for answer in answers} <= set(item.audience)
        mean = {}
        for wave in story.waves:
            values = [answer.value for answer in answers if answer.wave == wave.key and answer.value is not None]
            if values:
                assert len(values) >= (4 if item.audience == ("mantelzorgers",) else 10)
                mean[wave.key] = sum(values) / len(values)
        assert list(mean) == (["t0", "t1"] if item.kind == ItemKind.LEVEL else ["t1"])
        if item.kind == ItemKind.LEVEL:
            assert (0 if item.audience == ("mantelzorgers",) else 0.1) < mean["t1"] - mean["t0"] < 0.8
