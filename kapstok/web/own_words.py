"""How tables, and the values the code knows, are called where people read what is kept about them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from kapstok.mail.rules import Status
from kapstok.meetings.polls import letters as poll_letters
from kapstok.meetings.replies import letters as reply_letters
from kapstok.meetings.replies.rules import ReplyStatus
from kapstok.meetings.rules import Attendance, CheckedIn, Choice, Need, Partstat, Via
from kapstok.referrals.following import rules as following_rules
from kapstok.register.consent import Purpose
from kapstok.ties.introductions.rules import ASKED_TO_INTRODUCE
from kapstok.ties.rules import Source
from kapstok.web.following import DURATION_NAMES, STATUS_NAMES
from kapstok.web.progress_words import STAGES, STATES, STEPS
from kapstok.web.tallies import KIND_NAMES

# (table, key) of a holding.
CAPTIONS = {
    ("person", "id"): _l("Wie u bent"),
    ("person_photo", "person_id"): _l("Uw foto"),
    ("consent", "person_id"): _l("Wat u goedvond of niet goedvond"),
    ("invitation", "person_id"): _l("Uitnodigingen, antwoorden en aanwezigheid"),
    ("meeting", "host_id"): _l("Bijeenkomsten waar u gastheer of gastvrouw bent"),
    ("door_entry", "name"): _l("Namen, getypt bij de deur"),
    ("agreement", "owner_id"): _l("Afspraken die u op u nam"),
    ("meeting_opinion", "person_id"): _l("Wat u van bijeenkomsten vond"),
    ("calendar_reply", "invitation_id"): _l("Antwoorden uit uw agenda"),
    ("poll_guest", "person_id"): _l("Datumprikkers"),
    ("poll_answer", "poll_guest_id"): _l("Wanneer u kon"),
    ("seat", "person_id"): _l("Waar u zat"),
    ("roster_entry", "person_id"): _l("Metingen waar u in staat"),
    ("tie", "respondent_id"): _l("Wat u zei"),
    ("survey_answer", "person_id"): _l("Wat u antwoordde"),
    ("referral_tally", "counted_by_person_id"): _l("Wat u telde"),
    ("referral", "from_person_id"): _l("Verwijzingen die u volgt"),
    ("referral", "closed_by"): _l("Verwijzingen die u afsloot"),
    ("reporter", "person_id"): _l("Voor wie u telt"),
    ("observation", "reported_by_id"): _l("Aantallen die u doorgaf"),
    ("adoption", "recorded_by_id"): _l("Wat u zei over producten"),
    ("step_record", "recorded_by_id"): _l("Wat u zei over het stappenplan"),
    ("case_card", "lead_id"): _l("Casuskaarten waarvan u de regie hebt"),
    ("case_member", "person_id"): _l("Casuskaarten waar u op staat"),
    ("service", "keeper_id"): _l("Aanbod dat u bijhoudt"),
    ("roster_suggestion", "suggested_by_id"): _l("Wie u op de lijst miste"),
    ("introduction", "middle_id"): _l("Mensen die u aan elkaar voorstelt"),
    ("introduction", "one_id"): _l("Voorstellen die voor u worden gedaan"),
    ("handover", "leaver_id"): _l("Uw vertrek"),
    ("handover", "successor_id"): _l("Wie u opvolgt"),
    ("outbox_message", "person_id"): _l("Mails aan u"),
    ("outbox_message", "about_id"): _l("Mails aan anderen, over u"),
    ("outbox_message", "kind"): _l("Mails waarin iemand u aan een ander voorstelt"),
    ("outbox_message", "to_address"): _l("Andere mails aan uw adres"),
    ("inbox_message", "person_id"): _l("Mails van u"),
    ("inbox_message", "from_address"): _l("Andere mails van uw adres"),
    ("change", "record"): _l("Wie wat veranderde"),
    ("merge", "kept_id"): _l("Samengevoegde inschrijvingen"),
    ("import_draft", "entries"): _l("Lijsten waar u in staat"),
    ("audit_event", "subject"): _l("Wat er gebeurde"),
}

STRENGTHS = {
    0: _l("ken ik niet"),
    1: _l("ken ik van naam of functie"),
    2: _l("ik kan direct bellen of mailen"),
    3: _l("wij overleggen regelmatig"),
    4: _l("wij hebben vaste afspraken"),
    None: _l("weet ik niet, of zeg ik liever niet"),
}

# (table, column): what the values mean. A value without a word stands as it is kept.
WORDS = {
    ("consent", "purpose"): {
        Purpose.CARD: _l("uw kaart in wie is wie"),
        Purpose.PAPER: _l("uw kaart op de papieren lijst"),
        Purpose.MANTELZORGER: _l("anderen mogen zien dat u mantelzorger bent"),
        Purpose.LINES: _l("een korte lijn van u mag zichtbaar zijn"),
    },
    ("invitation", "partstat"): {
        Partstat.NEEDS_ACTION: _l("nog niet geantwoord"),
        Partstat.ACCEPTED: _l("ja"),
        Partstat.TENTATIVE: _l("misschien"),
        Partstat.DECLINED: _l("nee"),
    },
    ("invitation", "answered_via"): {
        Via.LINK: _l("de link in de mail"),
        Via.PHONE: _l("de projectleider"),
        Via.MAIL: _l("de agenda"),
    },
    ("invitation", "attendance"): {
        Attendance.PRESENT: _l("was er"),
        Attendance.ABSENT: _l("was er niet"),
        Attendance.EXCUSED: _l("had zich afgemeld"),
    },
    ("invitation", "needs"): {
        Need.RESPITE: _l("vervangende zorg"),
        Need.TRANSPORT: _l("vervoer"),
        Need.ONLINE: _l("online meedoen"),
    },
    ("invitation", "checked_in_via"): {
        CheckedIn.SELF: _l("u zelf"),
        CheckedIn.DOOR: _l("bij de deur"),
        CheckedIn.HOST: _l("de gastheer of gastvrouw"),
    },
    ("calendar_reply", "method"): {
        "REPLY": _l("antwoord"),
        "COUNTER": _l("voorstel voor een andere tijd"),
    },
    ("calendar_reply", "partstat"): {
        Partstat.NEEDS_ACTION: _l("nog niet geantwoord"),
        Partstat.ACCEPTED: _l("ja"),
        Partstat.TENTATIVE: _l("misschien"),
        Partstat.DECLINED: _l("nee"),
        "DELEGATED": _l("iemand anders komt"),
    },
    ("calendar_reply", "status"): {
        ReplyStatus.APPLIED: _l("genoteerd"),
        ReplyStatus.HELD: _l("wacht op de projectleider"),
        ReplyStatus.PASSED_OVER: _l("telt niet"),
        ReplyStatus.DISMISSED: _l("de projectleider deed er niets mee"),
    },
    ("poll_answer", "choice"): {
        Choice.YES: _l("ja"),
        Choice.IF_NEED_BE: _l("als het moet"),
        Choice.NO: _l("nee"),
    },
    ("tie", "strength"): STRENGTHS,
    ("tie", "source"): {
        Source.WAVE: _l("in een meting"),
        Source.PULSE: _l("na een bijeenkomst"),
        Source.PROJECTLEIDER: _l("genoteerd door de projectleider"),
        Source.IMPORT: _l("in een ingelezen lijst"),
    },
    ("referral_tally", "kind"): dict(KIND_NAMES),
    ("adoption", "stage"): STAGES,
    ("step_record", "step"): STEPS,
    ("step_record", "state"): STATES,
    ("referral", "status"): STATUS_NAMES,
    ("referral", "duration"): DURATION_NAMES,
    ("outbox_message", "kind"): {
        "invitation": _l("uitnodiging"),
        "update": _l("wijziging van een bijeenkomst"),
        "cancellation": _l("afzegging van een bijeenkomst"),
        "reminder": _l("herinnering aan een bijeenkomst"),
        "withdrawal": _l("intrekking van een uitnodiging"),
        poll_letters.QUESTION: _l("vraag wanneer u kunt"),
        poll_letters.REMINDER: _l("herinnering aan de vraag wanneer u kunt"),
        poll_letters.CALLED_OFF: _l("bericht dat er geen datum komt"),
        "link": _l("link naar uw pagina"),
        "host": _l("gastenlijst"),
        reply_letters.CHANGED: _l("bevestiging van uw antwoord"),
        reply_letters.ASKED_AGAIN: _l("vraag of uw antwoord nog klopt"),
        "measurement": _l("vraag wie u kent"),
        "minute": _l("uw Kapstok-minuut"),
        "introduction": _l("voorstellen aan iemand"),
        ASKED_TO_INTRODUCE: _l("vraag of u mensen aan elkaar voorstelt"),
        following_rules.NOTICE: _l("bericht over een verwijzing"),
        following_rules.REMINDER: _l("vraag wat er van verwijzingen werd"),
    },
    ("outbox_message", "status"): {
        Status.PENDING: _l("wacht"),
        Status.SENDING: _l("wordt verstuurd"),
        Status.SENT: _l("verstuurd"),
        Status.UNKNOWN: _l("misschien aangekomen"),
        Status.FAILED: _l("niet aangekomen"),
        Status.SUPERSEDED: _l("vervangen door een nieuwere mail"),
    },
    ("audit_event", "event"): {
        "consent said": _l("toestemming gegeven of ingetrokken"),
        "inzage given": _l("deze gegevens bekeken door de projectleider"),
        "inzage taken": _l("deze gegevens gedownload"),
        "invitation answered": _l("uitnodiging beantwoord"),
        "invitation withdrawn": _l("uitnodiging ingetrokken"),
        "reminders stopped": _l("geen herinnering meer gewenst"),
        "reporter named": _l("aangewezen om voor een organisatie te tellen"),
        "dates answered": _l("aangegeven wanneer u kunt"),
        "reminders about dates stopped": _l("geen herinnering meer gewenst over een datum"),
        "lines entered for a participant": _l("antwoorden ingevoerd door de projectleider"),
        "lines handed over": _l("lijnen overgedragen"),
        "introduction asked": _l("gevraagd of u mensen aan elkaar voorstelt"),
        "introduced by somebody": _l("aan iemand voorgesteld"),
        "line observed": _l("een lijn genoteerd door de projectleider"),
        "observation withdrawn": _l("een genoteerde lijn ingetrokken"),
        "leaving planned": _l("vertrek genoteerd"),
        "leaving taken back": _l("vertrek ingetrokken"),
        "successor introduced": _l("opvolger voorgesteld"),
        "visibility chosen": _l("zichtbaarheid gekozen"),
    },
}

_GONE, _COARSE = _l("weg"), _l("alleen nog de maand")

# What the end of a project does, by table: of what, and how.
TABLES = {
    "person": (_l("Mensen"), _l("zonder naam, adres, functie en organisatie; de sector blijft")),
    "person_photo": (_l("Foto’s"), _GONE),
    "consent": (_l("Toestemmingen"), _GONE),
    "invitation": (_l("Uitnodigingen"), _l("zonder opmerking; antwoord en aanwezigheid blijven")),
    "roster_entry": (_l("Namen op de lijsten van metingen"), _l("alleen nog de sector")),
    "tie": (_l("Antwoorden op “Wie kent u?”"), _COARSE),
    "survey_answer": (_l("Antwoorden op de vragenlijst"), _COARSE),
    "tie_import": (_l("Ingelezen lijsten met lijnen"), _l("alleen nog de datum en het aantal")),
    "plan_change": (_l("Wijzigingen in het meetplan"), _l("zonder wie het deed")),
    "roster_suggestion": (_l("Wie op een lijst werd gemist"), _GONE),
    "introduction": (_l("Mensen die aan elkaar werden voorgesteld"), _GONE),
    "handover": (_l("Vertrek en opvolging"), _GONE),
    "referral_tally": (_l("Tellingen van verwijzingen"), _l("zonder opmerking en zonder wie telde")),
    "tally_import": (_l("Ingelezen lijsten met tellingen"), _l("alleen nog de dag en het aantal")),
    "referral": (_l("Verwijzingen die werden gevolgd"), _l("zonder opmerking en zonder wie verwees")),
    "case_card": (_l("Casuskaarten"), _GONE),
    "case_member": (_l("Wie op casuskaarten stonden"), _GONE),
    "reporter": (_l("Wie voor een organisatie telt"), _GONE),
    "observation": (_l("Tellingen van mantelzorgers"), _l("zonder wie telde")),
    "adoption": (_l("Gebruik van producten"), _l("zonder wie het doorgaf")),
    "step_record": (_l("Stappenplannen"), _l("zonder bewijs en zonder wie het doorgaf")),
    "minute_round": (_l("Verstuurde Kapstok-minuten"), _l("zonder wie ze verstuurde")),
    "calculation": (_l("Gemaakte berekeningen en verslagen"), _l("zonder wie erom vroeg")),
    "report_text": (
        _l("Eigen teksten bij het eindverslag"),
        _l("verwijderd; ze blijven in verslagen die al zijn gemaakt"),
    ),
    "api_token": (_l("Sleutels voor programma’s"), _GONE),
    "outbox_message": (_l("Mails"), _GONE),
    "change": (_l("Geschiedenis: wie wat veranderde"), _GONE),
    "merge": (_l("Samengevoegde inschrijvingen"), _GONE),
    "not_same": (_l("Nagekeken dubbelen"), _GONE),
    "import_draft": (_l("Lijsten die klaarstaan"), _GONE),
    "organisation": (_l("Organisaties"), _l("zonder e-mailadres en telefoon")),
    "service": (_l("Aanbod op de sociale kaart"), _l("zonder wie het bijhoudt en zonder e-mailadres")),
    "contact": (_l("Contactpunten op de sociale kaart"), _GONE),
    "phone": (_l("Telefoonnummers op de sociale kaart"), _GONE),
    "inbox_message": (_l("Mails die binnenkwamen"), _GONE),
    "meeting": (_l("Bijeenkomsten"), _l("zonder programma, verslag, link, gastheer of gastvrouw")),
    "programme_item": (_l("Programmapunten"), _l("zonder wie er sprak")),
    "agreement": (_l("Afspraken en besluiten"), _l("zonder wie ze op zich nam")),
    "meeting_opinion": (_l("Wat mensen van bijeenkomsten vonden"), _l("zonder opmerking")),
    "material": (_l("Materialen bij bijeenkomsten"), _l("zonder bestand; de titel blijft")),
    "material_file": (_l("Bestanden bij bijeenkomsten"), _GONE),
    "door_entry": (_l("Namen, getypt bij de deur"), _GONE),
    "calendar_reply": (_l("Antwoorden uit agenda’s"), _GONE),
    "date_poll": (_l("Datumprikkers"), _GONE),
    "poll_guest": (_l("Wie een datumprikker kreeg"), _GONE),
    "poll_answer": (_l("Antwoorden op datumprikkers"), _GONE),
}
