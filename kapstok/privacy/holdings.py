"""Where persons live: every table that holds somebody, how its rows hang on them, what inzage tells and erasure does.

The one declaration that inzage, erasure and the register of processing share. A house test finds every foreign key to
``person`` in the schema and every column of these tables, and fails on one that is missing here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Table, and_

from kapstok.errors import N_
from kapstok.extensions import db
from kapstok.privacy.whom import (
    Whom,
    by_actor,
    by_address,
    by_closed,
    by_double,
    by_entries,
    by_introduction,
    by_invitation,
    by_name_at_the_door,
    by_poll_guest,
    by_record,
    by_sender,
)

KEY = "a key of the database, which says nothing"
LOCK = "counts saves, to notice that two people edit at once"


class Subject(StrEnum):
    """Under which heading somebody finds it. In the order of the page."""

    CARD = N_("Uw kaart")
    CONSENT = N_("Wat u goedvond")
    MEETINGS = N_("Bijeenkomsten")
    MEASUREMENTS = N_("Metingen")
    LINES = N_("Wie u zei te kennen")
    ABOUT = N_("Wat anderen over u zeiden")
    SURVEY = N_("Uw antwoorden op de vragenlijst")
    REFERRALS = N_("Verwijzingen die u telde")
    COUNTS = N_("Wat u telde voor uw organisatie")
    CASES = N_("Casuskaarten waar u op staat")
    SERVICES = N_("Aanbod waar u over gaat")
    LEAVING = N_("Vertrek en opvolging")
    MAIL = N_("Mails aan u of over u")
    HISTORY = N_("Wat er aan uw gegevens veranderde")
    DOUBLES = N_("Dubbele inschrijvingen")
    LISTS = N_("Lijsten die klaarstaan om in te lezen")
    TRAIL = N_("Logboek")


class Fate(StrEnum):
    """What erasure does with a row."""

    GOES = "goes"
    SHELL = "shell"  # the row stays and says nothing any more (a person, an attendance): it counts
    OTHERS = "others"  # the row is about something else: only what points at the person goes
    TRAIL = "trail"  # append-only, opaque ids: it stays as it is


@dataclass(frozen=True)
class Holding:
    """The rows of ``table`` that hang on a person by the column ``key`` (or as ``found_by`` says).

    ``titles``: what inzage calls the columns that it tells. ``untold``: the others, with the reason. ``counted``:
    inzage says only how many rows there are. ``emptied``: what columns become when the row outlives the person.
    """

    table: str
    key: str
    subject: Subject
    fate: Fate
    titles: Mapping[str, str] = field(default_factory=dict)
    untold: Mapping[str, str] = field(default_factory=dict)
    emptied: Mapping[str, Any] = field(default_factory=dict)
    found_by: Callable[[Table, Whom], ColumnElement[bool]] | None = None
    counted: bool = False

    @property
    def rows(self) -> Table:
        return db.metadata.tables[self.table]

    def of(self, whom: Whom) -> ColumnElement[bool]:
        """The condition that finds the person's rows, within their project."""
        table = self.rows
        found = self.found_by(table, whom) if self.found_by else table.c[self.key].in_(whom.ids)
        return and_(found, table.c.project_id == whom.project_id)


_WHEN = N_("Wanneer")
_OF_TWO = "names somebody else, whose seat it is as well"
_LINKS = "counts withdrawn links"
_INTRODUCED = {
    "middle_id": N_("Wie u voorstelt"),
    "one_id": N_("Aan elkaar voorgesteld: de een"),
    "other_id": N_("Aan elkaar voorgesteld: de ander"),
    "note": N_("Wat erbij stond"),
    "asked_at": N_("Gevraagd op"),
    "sent_at": N_("Voorgesteld op"),
}
_OF_SERVICE = (
    "uid",
    "description",
    "eligibility",
    "how_to_refer",
    "fees",
    "url",
    "capacity",
    "waiting_weeks",
    "capacity_at",
    "is_public",
    "changed_at",
    "archived_at",
    "version",
)
_OF_MEETING = (
    "ends_at",
    "place",
    "route",
    "accessibility",
    "online_url",
    "programme",
    "words",
    "notes",
    "method_id",
    "capacity",
    "answer_by",
    "auto_remind",
    "lottery",
    "is_public",
    "series",
    "door_version",
    "sequence",
    "cancelled_at",
    "created_at",
    "revised_at",
    "version",
)
_OF_REFERRAL = (
    "from_person_id",
    "month",
    "made_on",
    "from_organisation_id",
    "to_organisation_id",
    "to_service_id",
    "reason_id",
    "status_at",
    "forwarded_to_id",
    "feedback",
    "duration",
    "note",
    "notified_at",
    "reminded_at",
    "withdrawn_at",
    "link_version",
)
_OF_MAIL = (
    "kind",
    "to_name",
    "to_address",
    "mime",
    "status",
    "error",
    "person_id",
    "supersede_key",
    "message_id",
    "attempts",
    "next_attempt_at",
    "via",
    "to_domain",
    "bounced_at",
)
_OUTBOX = {
    "titles": {
        "subject": N_("Onderwerp"),
        "created_at": N_("Geschreven"),
        "sent_at": N_("Verstuurd"),
        "kind": N_("Soort mail"),
        "to_name": N_("Aan"),
        "to_address": N_("Mailadres"),
        "mime": N_("Tekst"),
        "status": N_("Hoe het ermee staat"),
        "error": N_("Wat de mailserver zei"),
        "bounced_at": N_("Kwam terug op"),
    },
    "untold": {
        "person_id": KEY,
        "about_id": KEY,
        "supersede_key": KEY,
        "message_id": KEY,
        "attempts": "how often a server was tried",
        "next_attempt_at": "when a server is tried again",
        "via": "by which way it left",
        "to_domain": "the end of the mail address",
    },
}
_INBOX = {
    "titles": {
        "received_at": _WHEN,
        "from_address": N_("Van"),
        "to_address": N_("Aan"),
        "subject": N_("Onderwerp"),
        "raw": N_("De hele mail"),
        "kind": N_("Soort mail"),
        "status": N_("Hoe het ermee staat"),
        "handled_at": N_("Afgehandeld op"),
    },
    "untold": {
        "person_id": KEY,
        "source": "by which way it came",
        "message_id": KEY,
        "digest": "to know the same mail again",
        "reason": "why it waited",
    },
}

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        "person",
        "id",
        Subject.CARD,
        Fate.SHELL,
        titles={
            "name": N_("Naam"),
            "function_id": N_("Functie"),
            "organisation_id": N_("Organisatie"),
            "sector_id": N_("Sector"),
            "email": N_("E-mailadres"),
            "new_email": N_("Nieuw e-mailadres, nog niet bevestigd"),
            "phone": N_("Telefoon"),
            "area": N_("Wijk of kern"),
            "language": N_("Taal"),
            "joined_on": N_("Doet mee sinds"),
            "left_on": N_("Vertrokken op"),
            "call_me_for": N_("Waarvoor men u belt"),
            "reachable": N_("Bereikbaar"),
            "shown": N_("Wat anderen van u zien"),
            "confirmed_on": N_("Kaart nagekeken op"),
            "successor_id": N_("Uw opvolger"),
            "on_map": N_("In beelden van het netwerk"),
            "on_rosters": N_("Op de lijsten van anderen"),
            "asked_at": N_("Laatst iets gevraagd per mail"),
            "address_refused_at": N_("Uw mailadres werd geweigerd op"),
            "archived_at": N_("In het archief sinds"),
            "erased_at": N_("Gewist op"),
        },
        untold={
            "uid": KEY,
            "merged_into_id": KEY,
            "link_version": "counts withdrawn links",
            "feed_version": "counts withdrawn addresses of the calendar feed",
            "version": LOCK,
        },
    ),
    Holding("person", "successor_id", Subject.LEAVING, Fate.OTHERS, counted=True, emptied={"successor_id": None}),
    Holding("person", "merged_into_id", Subject.DOUBLES, Fate.SHELL, counted=True),
    Holding(
        "person_photo",
        "person_id",
        Subject.CARD,
        Fate.GOES,
        titles={"jpeg": N_("Foto"), "kept_at": N_("Bewaard op")},
    ),
    Holding(
        "consent",
        "person_id",
        Subject.CONSENT,
        Fate.GOES,
        titles={
            "said_at": _WHEN,
            "purpose": N_("Waarvoor"),
            "given": N_("Goedgevonden"),
            "text_version": N_("Versie van de tekst"),
            "recorded_by": N_("Genoteerd door"),
        },
    ),
    Holding(
        "invitation",
        "person_id",
        Subject.MEETINGS,
        Fate.SHELL,
        titles={
            "meeting_id": N_("Bijeenkomst"),
            "created_at": N_("Op de lijst sinds"),
            "partstat": N_("Antwoord"),
            "answered_at": N_("Geantwoord op"),
            "answered_via": N_("Geantwoord via"),
            "waitlisted_at": N_("Op de wachtlijst sinds"),
            "confirm_by": N_("Plaats vastgehouden tot"),
            "reminded_at": N_("Herinnerd op"),
            "no_lottery": N_("Doet niet mee aan de loting"),
            "no_reminders": N_("Wil geen herinneringen"),
            "comment": N_("Opmerking"),
            "needs": N_("Wat helpt om te komen"),
            "needs_note": N_("Toelichting daarbij"),
            "attendance": N_("Aanwezig"),
            "attendance_at": N_("Aanwezigheid ingevuld op"),
            "checked_in_via": N_("Aanwezigheid ingevuld door"),
            "walk_in": N_("Kwam zonder uitnodiging"),
        },
        untold={
            "uid": KEY,
            "turn": "in which round of mails they are invited",
            "sent_sequence": "counts mails",
            "answer_stamp": "orders the answers of one calendar",
            "link_version": "counts withdrawn links",
        },
        emptied={"comment": "", "needs": [], "needs_note": ""},
    ),
    Holding(
        "meeting",
        "host_id",
        Subject.MEETINGS,
        Fate.OTHERS,
        titles={"title": N_("U bent gastheer of gastvrouw van"), "starts_at": _WHEN},
        untold=dict.fromkeys(_OF_MEETING, "about the meeting, which every guest can read; not about who receives them"),
        emptied={"host_id": None},
    ),
    Holding(
        "door_entry",
        "name",
        Subject.MEETINGS,
        Fate.GOES,
        titles={
            "meeting_id": N_("Bijeenkomst"),
            "name": N_("Naam, getypt bij de deur"),
            "organisation": N_("Organisatie"),
            "came_at": _WHEN,
        },
        untold={"key": KEY, "settled_at": "when the host settled it", "invitation_id": KEY},
        found_by=by_name_at_the_door,
    ),
    Holding(
        "agreement",
        "owner_id",
        Subject.MEETINGS,
        Fate.OTHERS,
        titles={
            "meeting_id": N_("Bijeenkomst"),
            "text": N_("Afspraak die u op u nam"),
            "due_on": N_("Uiterlijk"),
            "done_at": N_("Gedaan op"),
        },
        untold={"kind": "a decision or an action", "position": "its place in the list"},
        emptied={"owner_id": None},
    ),
    Holding(
        "meeting_opinion",
        "person_id",
        Subject.MEETINGS,
        Fate.GOES,
        titles={
            "meeting_id": N_("Bijeenkomst"),
            "useful": N_("Ik had iets aan de bijeenkomst (1 tot 5)"),
            "able": N_("Ik weet beter bij wie ik terechtkan (1 tot 5)"),
            "remark": N_("Opmerking"),
            "given_at": _WHEN,
        },
    ),
    Holding(
        "calendar_reply",
        "invitation_id",
        Subject.MEETINGS,
        Fate.GOES,
        titles={
            "method": N_("Antwoord uit uw agenda"),
            "attendee": N_("Mailadres"),
            "partstat": N_("Antwoord"),
            "stamp": _WHEN,
            "comment": N_("Opmerking"),
            "delegated_to": N_("Doorgegeven aan"),
            "proposed_start": N_("Ander voorstel: van"),
            "proposed_end": N_("Ander voorstel: tot"),
            "status": N_("Wat ermee is gedaan"),
            "settled_at": N_("Afgehandeld op"),
        },
        untold={
            "inbox_message_id": KEY,
            "sequence": "counts versions of the meeting",
            "reason": "why it waited",
            "settled_by": KEY,
        },
        found_by=by_invitation,
    ),
    Holding(
        "poll_guest",
        "person_id",
        Subject.MEETINGS,
        Fate.GOES,
        titles={
            "poll_id": N_("Datumprikker"),
            "created_at": N_("Op de lijst sinds"),
            "sent_at": N_("Gevraagd op"),
            "reminded_at": N_("Herinnerd op"),
            "no_reminders": N_("Wil geen herinneringen"),
            "answered_at": N_("Geantwoord op"),
            "comment": N_("Opmerking"),
        },
        untold={"link_version": _LINKS},
    ),
    Holding(
        "poll_answer",
        "poll_guest_id",
        Subject.MEETINGS,
        Fate.GOES,
        titles={"option_id": N_("Datum"), "choice": N_("Antwoord")},
        found_by=by_poll_guest,
    ),
    Holding(
        "seat",
        "person_id",
        Subject.MEETINGS,
        Fate.SHELL,
        titles={"meeting_id": N_("Bijeenkomst"), "round": N_("Ronde"), "table": N_("Tafel")},
    ),
    Holding(
        "plan_guest",
        "person_id",
        Subject.MEETINGS,
        Fate.GOES,
        titles={
            "plan_id": N_("Tafelindeling"),
            "joins": N_("Doet mee aan de rondes"),
            "from_round": N_("Vanaf ronde"),
            "until_round": N_("Tot en met ronde"),
            "needs_access": N_("Zit aan een tafel met ruimte voor een rolstoel"),
        },
    ),
    Holding(
        "plan_seat",
        "person_id",
        Subject.MEETINGS,
        Fate.GOES,
        titles={"plan_id": N_("Tafelindeling"), "round": N_("Ronde"), "table": N_("Tafel")},
        untold={"held": "whether the planner may still move the seat"},
    ),
    *(
        Holding(
            "plan_wish",
            key,
            Subject.MEETINGS,
            Fate.GOES,
            untold={"plan_id": KEY, "kind": _OF_TWO, "other_id": _OF_TWO, "one_id": _OF_TWO},
            counted=True,
        )
        for key in ("one_id", "other_id")
    ),
    Holding(
        "plan_table",
        "host_id",
        Subject.MEETINGS,
        Fate.OTHERS,
        titles={"plan_id": N_("Tafelindeling"), "number": N_("Tafel"), "name": N_("Naam van de tafel")},
        untold=dict.fromkeys(("fewest", "most", "accessible"), "about the table; not about who hosts it"),
        emptied={"host_id": None},
    ),
    Holding(
        "lottery_place",
        "person_id",
        Subject.MEETINGS,
        Fate.SHELL,
        titles={
            "lottery_id": N_("Loting"),
            "path": N_("Tafels vóór de loting"),
            "exchanged": N_("Tafels door de loting gewisseld"),
            "answered_at": N_("Geantwoord op"),
        },
        untold={"twin": "with whom the tables could be exchanged: somebody else", "link_version": _LINKS},
        emptied={"answered_at": None},
    ),
    *(
        Holding(
            "lottery_pair",
            key,
            Subject.MEETINGS,
            Fate.SHELL,
            untold={
                "lottery_id": KEY,
                "one_id": _OF_TWO,
                "other_id": _OF_TWO,
                "chance": "follows from the places of the draw",
                "drawn": "follows from the places of the draw",
            },
            counted=True,
        )
        for key in ("one_id", "other_id")
    ),
    Holding(
        "roster_entry",
        "person_id",
        Subject.MEASUREMENTS,
        Fate.SHELL,
        titles={
            "wave_id": N_("Meting"),
            "asks": N_("Gevraagd"),
            "named": N_("Op de lijst van anderen"),
            "sector_id": N_("Sector toen"),
            "function_id": N_("Functie toen"),
            "organisation_id": N_("Organisatie toen"),
            "answered_at": N_("Geantwoord op"),
            "finished_at": N_("Klaar op"),
            "added_at": N_("Later toegevoegd op"),
        },
        # Their answers are gone, so they count as not asked: as somebody who was silent they would be a finding.
        emptied={"asks": False, "answered_at": None, "finished_at": None, "function_id": None, "organisation_id": None},
    ),
    Holding(
        "tie",
        "respondent_id",
        Subject.LINES,
        Fate.GOES,
        titles={
            "named_id": N_("Wie"),
            "strength": N_("Hoe goed"),
            "by_block": N_("Met één tik voor de hele organisatie"),
            "carried": N_("Zoals de vorige keer"),
            "source": N_("Waar u het zei"),
            "wave_id": N_("Meting"),
            "meeting_id": N_("Bijeenkomst"),
            "stated_at": _WHEN,
            "entered_by_id": N_("Ingevoerd door"),
            "import_id": N_("Ingelezen uit een lijst van"),
        },
    ),
    Holding("tie", "named_id", Subject.ABOUT, Fate.SHELL, counted=True),
    Holding(
        "roster_suggestion",
        "suggested_by_id",
        Subject.LINES,
        Fate.GOES,
        titles={
            "wave_id": N_("Meting"),
            "name": N_("Wie u miste"),
            "organisation": N_("Van"),
            "function": N_("Functie"),
            "strength": N_("Hoe goed"),
            "suggested_at": _WHEN,
        },
    ),
    Holding(
        "introduction",
        "middle_id",
        Subject.LINES,
        Fate.GOES,
        titles=_INTRODUCED | {"declined_at": N_("Niet gedaan op")},
    ),
    Holding(
        "introduction",
        "one_id",
        Subject.LINES,
        Fate.GOES,
        titles=_INTRODUCED,
        untold={"declined_at": "the choice of the middle person, who may say no in silence"},
    ),
    Holding("introduction", "other_id", Subject.ABOUT, Fate.GOES, counted=True),
    Holding(
        "survey_answer",
        "person_id",
        Subject.SURVEY,
        Fate.GOES,
        titles={
            "item_id": N_("Uitspraak"),
            "wave_id": N_("Meting"),
            "meeting_id": N_("Bijeenkomst"),
            "value": N_("Antwoord (1 tot 5)"),
            "answered_at": _WHEN,
        },
    ),
    Holding(
        "referral_tally",
        "counted_by_person_id",
        Subject.REFERRALS,
        Fate.OTHERS,
        titles={
            "month": N_("Maand"),
            "from_organisation_id": N_("Van"),
            "to_organisation_id": N_("Naar"),
            "to_service_id": N_("Aanbod"),
            "kind": N_("Wat u telde"),
            "is_whole": N_("Voor de hele organisatie"),
            "count": N_("Aantal"),
            "note": N_("Opmerking"),
            "counted_at": _WHEN,
            "withdrawn_at": N_("Ingetrokken op"),
        },
        untold={"counted_by_user_id": KEY, "import_id": KEY, "line": "its place in a file"},
        emptied={"counted_by_person_id": None, "note": ""},
    ),
    Holding(
        "referral",
        "from_person_id",
        Subject.REFERRALS,
        Fate.OTHERS,
        titles={
            "reference": N_("Kenmerk"),
            "month": N_("Maand"),
            "made_on": N_("Verwezen op"),
            "from_organisation_id": N_("Van"),
            "to_organisation_id": N_("Naar"),
            "to_service_id": N_("Aanbod"),
            "reason_id": N_("Reden"),
            "status": N_("Hoe het ermee staat"),
            "status_at": N_("Sinds"),
            "forwarded_to_id": N_("Doorgestuurd naar"),
            "feedback": N_("Terugkoppeling gekregen"),
            "duration": N_("Doorlooptijd"),
            "note": N_("Opmerking"),
            "withdrawn_at": N_("Ingetrokken op"),
        },
        untold={
            "closed_by": KEY,
            "notified_at": "when the receiver was mailed",
            "reminded_at": "when the receiver was reminded",
            "link_version": "counts withdrawn links",
        },
        emptied={"from_person_id": None, "note": ""},
    ),
    Holding(
        "referral",
        "closed_by",
        Subject.REFERRALS,
        Fate.OTHERS,
        titles={"reference": N_("Kenmerk van een verwijzing die u afsloot"), "status": N_("Uitkomst")},
        untold=dict.fromkeys(_OF_REFERRAL, "about the referral, which is of who sent it"),
        emptied={"closed_by": None},
        found_by=by_closed,
    ),
    Holding(
        "reporter",
        "person_id",
        Subject.COUNTS,
        Fate.GOES,
        titles={"organisation_id": N_("U telt voor")},
    ),
    Holding(
        "observation",
        "reported_by_id",
        Subject.COUNTS,
        Fate.OTHERS,
        titles={
            "indicator_id": N_("Telling"),
            "organisation_id": N_("Organisatie"),
            "on_date": N_("Peildatum"),
            "value": N_("Aantal"),
            "denominator": N_("Van hoeveel"),
            "reported_at": _WHEN,
        },
        emptied={"reported_by_id": None},
    ),
    Holding(
        "adoption",
        "recorded_by_id",
        Subject.COUNTS,
        Fate.OTHERS,
        titles={
            "product_id": N_("Product"),
            "organisation_id": N_("Organisatie"),
            "stage": N_("Hoe ver"),
            "on_date": N_("Sinds"),
            "recorded_at": _WHEN,
        },
        emptied={"recorded_by_id": None},
    ),
    Holding(
        "step_record",
        "recorded_by_id",
        Subject.COUNTS,
        Fate.OTHERS,
        titles={
            "organisation_id": N_("Organisatie"),
            "step": N_("Stap"),
            "state": N_("Hoe ver"),
            "on_date": N_("Sinds"),
            "evidence": N_("Waaraan dat te zien is"),
            "recorded_at": _WHEN,
        },
        emptied={"recorded_by_id": None},
    ),
    Holding(
        "case_card",
        "lead_id",
        Subject.CASES,
        Fate.OTHERS,
        titles={
            "name": N_("Casuskaart waarvan u de regie hebt"),
            "next_at": N_("Volgend moment"),
            "next_what": N_("Wat dan"),
            "opened_at": N_("Gemaakt op"),
            "closed_at": N_("Afgesloten op"),
        },
        untold={"touched_at": "when somebody last changed it", "version": LOCK},
        emptied={"lead_id": None},
    ),
    Holding(
        "case_member",
        "person_id",
        Subject.CASES,
        Fate.GOES,
        titles={"card_id": N_("Casuskaart"), "role": N_("Uw rol"), "added_at": N_("Sinds")},
    ),
    Holding(
        "service",
        "keeper_id",
        Subject.SERVICES,
        Fate.OTHERS,
        titles={
            "name": N_("Aanbod"),
            "organisation_id": N_("Organisatie"),
            "confirmed_on": N_("Laatst nagekeken op"),
            "asked_at": N_("Laatst gevraagd om na te kijken"),
            "email": N_("Mailadres bij het aanbod"),
        },
        untold=dict.fromkeys(_OF_SERVICE, "about the offer, which everybody can read; not about who keeps it"),
        emptied={"keeper_id": None},
    ),
    Holding(
        "handover",
        "leaver_id",
        Subject.LEAVING,
        Fate.GOES,
        titles={
            "started_at": N_("U vertrekt; begonnen op"),
            "successor_id": N_("Uw opvolger"),
            "introduced_at": N_("Opvolger voorgesteld op"),
            "introduced": N_("Aan hoeveel mensen"),
        },
    ),
    Holding(
        "handover",
        "successor_id",
        Subject.LEAVING,
        Fate.OTHERS,
        titles={
            "leaver_id": N_("U volgt op"),
            "started_at": N_("Begonnen op"),
            "introduced_at": N_("Voorgesteld op"),
            "introduced": N_("Aan hoeveel mensen"),
        },
        emptied={"successor_id": None},
    ),
    Holding("outbox_message", "person_id", Subject.MAIL, Fate.GOES, **_OUTBOX),
    Holding(
        "outbox_message",
        "about_id",
        Subject.MAIL,
        Fate.GOES,
        titles={"subject": N_("Onderwerp"), "created_at": N_("Geschreven"), "sent_at": N_("Verstuurd")},
        untold=dict.fromkeys(_OF_MAIL, "somebody else's mail: it tells what they were asked, and of others too"),
    ),
    Holding(
        "outbox_message",
        "kind",
        Subject.MAIL,
        Fate.GOES,
        titles={"subject": N_("Onderwerp"), "created_at": N_("Geschreven"), "sent_at": N_("Verstuurd")},
        untold=dict.fromkeys((*_OF_MAIL, "about_id"), "somebody else's mail: it names others too"),
        found_by=by_introduction,
    ),
    Holding("outbox_message", "to_address", Subject.MAIL, Fate.GOES, found_by=by_address, **_OUTBOX),
    Holding("inbox_message", "person_id", Subject.MAIL, Fate.GOES, **_INBOX),
    Holding("inbox_message", "from_address", Subject.MAIL, Fate.GOES, found_by=by_sender, **_INBOX),
    Holding(
        "change",
        "record",
        Subject.HISTORY,
        Fate.GOES,
        titles={
            "at": _WHEN,
            "actor": N_("Wie het veranderde"),
            "field": N_("Wat"),
            "old": N_("Was"),
            "new": N_("Werd"),
        },
        found_by=by_record,
    ),
    Holding(
        "merge",
        "kept_id",
        Subject.DOUBLES,
        Fate.GOES,
        titles={
            "merged_at": N_("Samengevoegd op"),
            "actor": N_("Door"),
            "moved": N_("Wat er werd verplaatst"),
            "undone_at": N_("Ongedaan gemaakt op"),
        },
        untold={"kind": "always a person here", "gone_id": KEY},
        found_by=by_double,
    ),
    Holding(
        "not_same",
        "first_id",
        Subject.DOUBLES,
        Fate.GOES,
        titles={},
        untold={"kind": "always a person here", "second_id": "names somebody else, who only looks alike"},
        found_by=by_double,
        counted=True,
    ),
    Holding(
        "import_draft",
        "entries",
        Subject.LISTS,
        Fate.GOES,
        titles={
            "made_at": _WHEN,
            "landed_at": N_("Ingelezen op"),
            "file_name": N_("Bestand"),
            "entries": N_("Uw regel in de lijst"),
        },
        untold={
            "kind": "what the list is of",
            "sheet_name": "the name of a sheet in somebody's file",
            "unread": "headings of the file that mean nothing to us",
            "user_id": KEY,
        },
        found_by=by_entries,
    ),
    Holding(
        "audit_event",
        "subject",
        Subject.TRAIL,
        Fate.TRAIL,
        titles={"at": _WHEN, "event": N_("Wat"), "actor": N_("Wie"), "subject": N_("Over")},
        found_by=by_actor,
    ),
)
