"""The forms of a tafelindeling: the shape of what is typed. What may be, ``planner/rules.py`` says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Form, FormField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput, RangeInput

from kapstok.planner.rules import (
    MOST_AT_TABLE,
    MOST_ROUNDS,
    MOST_TABLES,
    SLIDER,
    Settings,
    Spread,
    TableChoice,
    Wish,
    roomy_sizes,
)
from kapstok.register.models import Person
from kapstok.web.fields import PersonField, RowsField, WholeNumberField, name_in
from kapstok.web.typed import about_no_client, on_one_line, within

SPREADS = (
    SelectChoice(Spread.EVEN, _l("Zo gelijk mogelijk over de tafels")),
    SelectChoice(Spread.EACH_TABLE, _l("Aan elke tafel een mantelzorger, of een gastheer of -vrouw")),
    SelectChoice(Spread.FREE, _l("Maakt niet uit")),
)
WISHES = (
    SelectChoice(Wish.TOGETHER, _l("Altijd samen aan tafel")),
    SelectChoice(Wish.APART, _l("Nooit samen aan tafel")),
)

_some_rounds = within(1, MOST_ROUNDS, _l("Kies 1 tot en met %(most)s rondes.", most=MOST_ROUNDS))
_some_tables = within(1, MOST_TABLES, _l("Kies 1 tot en met %(most)s tafels.", most=MOST_TABLES))
_at_table = within(0, MOST_AT_TABLE, _l("Aan een tafel zitten hoogstens %(most)s mensen.", most=MOST_AT_TABLE))
_on_slider = within(SLIDER[0], SLIDER[-1], _l("Zet de schuif ergens op de lijn."))


class SliderField(WholeNumberField):
    """A whole number that is chosen by feel."""

    widget = RangeInput()


def _slider(label) -> SliderField:
    return SliderField(label, [InputRequired(_l("Zet de schuif ergens op de lijn.")), _on_slider])


class SizeForm(FlaskForm):
    """The first step: how many tables and rounds; all else follows."""

    count = WholeNumberField(_l("Aantal tafels"), [InputRequired(_l("Vul in hoeveel tafels er zijn.")), _some_tables])
    rounds = WholeNumberField(_l("Aantal rondes"), [InputRequired(_l("Vul in hoeveel rondes er zijn.")), _some_rounds])


class TableRow(Form):
    """One table. Its number stands on the table: it stays the same when another table goes."""

    number = WholeNumberField(_l("Nummer"), [Optional(), _some_tables], widget=HiddenInput())
    name = StringField(_l("Naam"), [Optional(), about_no_client, Length(max=60)], filters=[on_one_line])
    fewest = WholeNumberField(_l("Minstens"), [Optional(), _at_table])
    most = WholeNumberField(_l("Hoogstens"), [Optional(), _at_table])
    host = PersonField(_l("Gastheer of -vrouw"), [Optional()], filters=[on_one_line])
    accessible = BooleanField(_l("Plaats voor een rolstoel"))


class SettingsForm(SizeForm):
    """Tables, rounds, and what the planner looks for.

    A ``count`` other than was shown deals the places evenly over so many tables; with the same count each row counts.
    """

    tables = RowsField(FormField(TableRow), _l("Per tafel"), max_entries=MOST_TABLES)
    sector = _slider(_l("Domein"))
    need = _slider(_l("Verwijsbehoefte"))
    strengthen = _slider(_l("Nieuw of versterken"))
    bridge = _slider(_l("Brug"))
    spread = RadioField(_l("Mantelzorgers"), [InputRequired(_l("Kies er een."))], choices=SPREADS)

    def __init__(self, settings: Settings, people: Mapping[str, Person], **options):
        by_id = {person.id: person for person in people.values()}
        rows = [_row(table, name_in(people, by_id.get(table.host_id or 0))) for table in settings.tables]
        kept = ("rounds", "sector", "need", "strengthen", "bridge", "spread")
        options |= {name: getattr(settings, name) for name in kept}
        super().__init__(count=len(rows), tables=rows, **options)
        self.people = people
        for row in self.tables:
            row.form.host.people = people

    def settings(self, guests: int) -> Settings | None:
        """What was filled in, for so many guests; None with the errors at their fields."""
        if not self.validate():
            return None
        tables = self._tables()
        if self.count.data != len(self.tables):
            tables = evened(tables, self.count.data, guests)
        return Settings(
            rounds=self.rounds.data,
            tables=tables,
            sector=self.sector.data,
            need=self.need.data,
            strengthen=self.strengthen.data,
            bridge=self.bridge.data,
            spread=Spread(self.spread.data),
        )

    def _tables(self) -> tuple[TableChoice, ...]:
        """The rows that have a size, each with the number it had; a table that was emptied is gone."""
        rows = [row.form for row in self.tables if row.form.most.data]
        numbers = [row.number.data for row in rows]
        if None in numbers or len(set(numbers)) < len(numbers):
            numbers = list(range(1, len(rows) + 1))
        return tuple(
            TableChoice(
                number,
                row.fewest.data or 0,
                row.most.data,
                row.name.data or "",
                row.accessible.data,
                row.host.chosen.id if row.host.chosen else None,
            )
            for number, row in zip(numbers, rows, strict=True)
        )


def evened(tables: Sequence[TableChoice], count: int, guests: int) -> tuple[TableChoice, ...]:
    """The first ``count`` tables, or as many more, all of one size; names and hosts stay."""
    fewest, most = roomy_sizes(guests, count)
    free = (number for number in range(1, count + len(tables) + 1) if number not in {one.number for one in tables})
    kept = [*tables[:count], *(TableChoice(next(free), 0, 1) for _more in range(count - len(tables)))]
    return tuple(replace(table, fewest=fewest, most=most) for table in kept)


class WishForm(FlaskForm):
    """Two guests who must, or must not, sit at one table."""

    kind = RadioField(_l("Wens"), [InputRequired(_l("Kies samen of niet samen."))], choices=WISHES)
    one = PersonField(_l("Wie"), [InputRequired(_l("Kies een gast."))], filters=[on_one_line])
    other = PersonField(_l("En wie"), [InputRequired(_l("Kies een gast."))], filters=[on_one_line])

    def __init__(self, people: Mapping[str, Person], **options):
        super().__init__(**options)
        self.one.people = self.other.people = people


class GuestForm(FlaskForm):
    """What holds for one guest alone."""

    guest = PersonField(_l("Gast"), [InputRequired(_l("Kies een gast."))], filters=[on_one_line])
    joins = BooleanField(_l("Zit aan een tafel"), default=True)
    from_round = WholeNumberField(_l("Vanaf ronde"), [Optional(), _some_rounds], default=1)
    until_round = WholeNumberField(_l("Tot en met ronde"), [Optional(), _some_rounds])
    needs_access = BooleanField(_l("Heeft een plaats voor een rolstoel nodig"))

    def __init__(self, people: Mapping[str, Person], **options):
        super().__init__(**options)
        self.guest.people = people


def _row(table: TableChoice, host: str) -> dict:
    return {
        "number": table.number,
        "name": table.name,
        "fewest": table.fewest,
        "most": table.most,
        "host": host,
        "accessible": table.accessible,
    }
