"""Rows → arrays: the only SQL of the network. Names stay behind: people get the labels that the caller gives them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

import numpy as np
from sqlalchemy import Row, func

from kapstok.extensions import db
from kapstok.meetings import attendance
from kapstok.meetings.attendance import Group
from kapstok.network.graph import NA, Ints, People, State, Statements, seconds
from kapstok.network.measured import Measurement, Network, Words
from kapstok.projects import service as projects
from kapstok.projects.models import Project, Term
from kapstok.projects.rules import Vocabulary
from kapstok.register.models import Organisation, Person
from kapstok.scope import in_project
from kapstok.ties import ledger, measuring
from kapstok.ties.models import RosterEntry, Tie, TieImport, Wave
from kapstok.ties.rules import STRENGTHS, Source

Labels = Callable[[Sequence[int]], Mapping[int, str]]

SOURCES = tuple(source.value for source in Source)
REST_KEYS = ("overig", "anders")  # the words of a vocabulary that small groups merge to
REST_NAME = "Overig"  # where a vocabulary has neither; a word of the project's data, not of the interface


def version(project: Project) -> Hashable:
    """What differs as soon as anything of the network does: figures may be kept under it.

    Statements and rosters only grow and are counted; people and organisations carry a version that every edit raises.
    """
    return (
        project.id,
        project.pseudonym_key,
        _summary(project, Tie, func.max(Tie.id), func.max(Tie.stated_at)),
        _summary(project, RosterEntry, func.max(RosterEntry.id), func.count(RosterEntry.answered_at)),
        _summary(project, TieImport, func.count(TieImport.withdrawn_at), func.max(TieImport.withdrawn_at)),
        _summary(project, Wave, func.max(Wave.id), func.max(Wave.closed_at)),
        _summary(project, Person, func.max(Person.id), func.sum(Person.version)),
        _summary(project, Organisation, func.max(Organisation.id), func.sum(Organisation.version)),
        tuple(tuple(row) for row in _terms(project)),
    )


def network(project: Project, labels: Labels) -> Network:
    """The whole network of one project; empty arrays when nobody was ever on a roster.

    ``labels`` gives the project's people, by id, the labels that a reader may see.
    """
    entries = measuring.rosters(project)
    latest = {entry.person_id: entry for entry in entries}
    everybody = {person.id: person for person in _everybody(project)}
    ids = np.array(sorted(latest), dtype=np.int64)
    names = labels(sorted(everybody))
    people_in_order = [everybody[person_id] for person_id in sorted(latest)]
    sectors, sector_index = _words(project, Vocabulary.SECTOR)
    functions, function_index = _words(project, Vocabulary.FUNCTION)
    said = [row for row in ledger.statements(project) if row.respondent_id in latest and row.named_id in latest]
    return Network(
        people=People(
            ids=ids,
            sector=_array([sector_index.get(latest[i].sector_id, sectors.rest) for i in sorted(latest)]),
            organisation=np.full(len(ids), NA),
            function=_array([function_index.get(latest[i].function_id, NA) for i in sorted(latest)]),
            labels=tuple(names[person.id] for person in people_in_order),
            sectors=sectors.names,
            organisations=(),
            functions=functions.names,
        ),
        sectors=sectors,
        functions=functions,
        statements=statements(said, ids),
        measurements=tuple(_measurement(wave, entries, said, ids) for wave in measuring.list_waves(project)),
        on_map=np.array([person.on_map for person in people_in_order], dtype=bool),
        in_group=np.array([person.is_mantelzorger and not person.on_rosters for person in people_in_order], dtype=bool),
    )


def together(project: Project, source: Source) -> tuple[Group, ...]:
    """Who were at each meeting, or at each table: what the lines of PRESENT and SEATED are derived from.

    Hashable, and the same as long as attendance and seats are: a picture of them may be kept under it.
    """
    read = attendance.present_groups if source == Source.PRESENT else attendance.seated_groups
    return tuple(read(project))


def derived(groups: Iterable[Group], source: Source, people: People) -> Statements:
    """Who were together, as if both had stated it when the meeting began. People on no roster are left out.

    The strength is the highest there is, so that any threshold lets it pass: being together has no strength.
    """
    on_roster = set(people.ids.tolist())
    seen = [(meeting_id, at, tuple(i for i in ids if i in on_roster)) for meeting_id, at, ids in groups]
    begun = {meeting_id: seconds(at) for meeting_id, at, _ids in seen}
    pairs = attendance.pairs_in(seen)
    one = _places(people.ids, [one for _meeting_id, _at, one, _other in pairs])
    other = _places(people.ids, [other for _meeting_id, _at, _one, other in pairs])
    at = _array([begun[meeting_id] for meeting_id, _at, _one, _other in pairs])
    return Statements.of(
        np.concatenate([one, other]),
        np.concatenate([other, one]),
        np.full(2 * len(pairs), max(STRENGTHS)),
        np.concatenate([at, at]),
        np.full(2 * len(pairs), SOURCES.index(source)),
        SOURCES,
    )


def statements(said: Sequence[Row], ids: Ints) -> Statements:
    """Rows of ``ties.ledger.statements`` of people who are all among ``ids``, rising."""
    codes = {source: code for code, source in enumerate(SOURCES)}
    return Statements.of(
        _places(ids, [row.respondent_id for row in said]),
        _places(ids, [row.named_id for row in said]),
        [NA if row.strength is None else row.strength for row in said],
        [seconds(row.stated_at) for row in said],
        [codes[row.source] for row in said],
        SOURCES,
    )


def _summary(project: Project, model, *columns) -> tuple:
    query = in_project(model, project).with_only_columns(func.count(), *columns)
    return tuple(db.session.execute(query).one())


def _terms(project: Project) -> list[Row]:
    """Sectors and functions, retired ones too: (id, kind, key, name, position)."""
    kinds = Vocabulary.SECTOR, Vocabulary.FUNCTION
    query = in_project(Term, project).where(Term.kind.in_(kinds)).order_by(Term.kind, Term.position, Term.id)
    return list(db.session.execute(query.with_only_columns(Term.id, Term.kind, Term.key, Term.name, Term.position)))


def _words(project: Project, kind: Vocabulary) -> tuple[Words, dict[int, int]]:
    """A vocabulary, and the index of each term by its id."""
    terms = projects.terms(project, kind, archived=True)
    index = {term.id: place for place, term in enumerate(terms)}
    names, positions = tuple(term.name for term in terms), tuple(term.position for term in terms)
    rest = next((place for place, term in enumerate(terms) if term.key in REST_KEYS), None)
    if rest is not None:
        return Words(names, positions, rest), index
    return Words((*names, REST_NAME), (*positions, max(positions, default=-1) + 1), len(names)), index


def _everybody(project: Project) -> list[Person]:
    query = in_project(Person, project).options(*measuring.WITH_BACKGROUND)
    return list(db.session.scalars(query))


def _measurement(wave: Wave, entries: Sequence[Row], said: Sequence[Row], ids: Ints) -> Measurement:
    roster = [entry for entry in entries if entry.wave_id == wave.id]
    asked, named, answered = (np.zeros(len(ids), dtype=bool) for _ in range(3))
    places = _places(ids, [entry.person_id for entry in roster])
    asked[places] = [entry.asks for entry in roster]
    named[places] = [entry.named for entry in roster]
    answered[places] = [entry.answered_at is not None for entry in roster]
    here = [row for row in said if row.wave_id == wave.id]
    strength = np.full((len(ids), len(ids)), NA, dtype=np.int8)
    # A repeated index keeps the last value given, and rows come oldest first: the last word counts.
    cells = _places(ids, [row.respondent_id for row in here]), _places(ids, [row.named_id for row in here])
    strength[cells] = [NA if row.strength is None else row.strength for row in here]
    return Measurement(
        wave.id, wave.number, wave.name, wave.opened_at, wave.closed_at, asked, named, answered, State(strength)
    )


def _places(ids: Ints, person_ids: Sequence[int]) -> Ints:
    return np.searchsorted(ids, _array(person_ids))


def _array(numbers: Sequence[int]) -> Ints:
    return np.array(numbers, dtype=np.int64)
