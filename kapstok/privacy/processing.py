"""The register of processing (AVG, article 30): every column of every table. ``docs/processing.md`` is written from it.

A test compares it with the schema, both ways: a column without a line fails, and so does a line without a column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What something is kept for."""

    NETWORK = "to know who takes part in the network, and to reach them"
    MEETINGS = "to hold meetings: inviting, places, who was there"
    KNOWING = "to see how people in the network find one another"
    REFERRING = "to see how often organisations refer to one another; never a client"
    CASES = "to let professionals round one unnamed situation see who has the regie; never a client"
    EXPERIENCE = "to see how carers and professionals find the support"
    CARDS = "to let people of the network find one another (wie is wie)"
    DIRECTORY = "to tell what organisations offer, and how to refer to it (sociale kaart)"
    MAIL = "to send what was asked, once, and to know what did not arrive"
    HISTORY = "to see who changed what, and to mend mistakes"
    ACCOUNTS = "to let in who may come in, and nobody else"
    SAFETY = "to account for what was done, and to keep promises about privacy"
    EVALUATION = "to report what the project did, and to let others check it"
    PROJECT = "to run the project"


class Ground(StrEnum):
    """Why it is allowed (AVG, article 6). The controller confirms these in the DPIA."""

    INTEREST = "public task or legitimate interest, art. 6(1)(e) or (f)"
    CONSENT = "consent, art. 6(1)(a)"
    DUTY = "legal obligation, art. 6(1)(c)"
    NONE = "no personal data"


class Eyes(StrEnum):
    """Who gets to see it."""

    LEADER = "the person, and the projectleider"
    NETWORK = "people of the network, as far as the person says; the projectleider"
    ANSWERS = "the person; others only totals, and evaluators under pseudonyms"
    CASE = "who is on the card, and nobody else"
    EVERYBODY = "everybody, where the public pages are switched on; else people of the network"
    PROJECT = "people of the project"
    ADMIN = "the beheerder"
    MACHINE = "nobody: only the program"


@dataclass(frozen=True)
class Processed:
    """One table. ``personal``: columns about a person. ``texts``: columns of free text that are not about a person, but
    in which somebody may be named. ``other``: the rest. Names of columns, separated by spaces."""

    what: str
    purpose: Purpose
    ground: Ground
    seen_by: Eyes
    personal: str = ""
    texts: str = ""
    other: str = ""

    def columns(self) -> Iterator[str]:
        yield from (*self.personal.split(), *self.texts.split(), *self.other.split())


TABLES: dict[str, Processed] = {
    "person": Processed(
        "who takes part",
        Purpose.NETWORK,
        Ground.INTEREST,
        Eyes.NETWORK,
        personal="uid name function_id organisation_id sector_id email new_email phone area language joined_on left_on "
        "call_me_for reachable shown confirmed_on successor_id merged_into_id on_map on_rosters asked_at "
        "address_refused_at archived_at erased_at",
        other="id project_id link_version feed_version version",
    ),
    "person_photo": Processed(
        "a face for wie is wie",
        Purpose.CARDS,
        Ground.CONSENT,
        Eyes.NETWORK,
        personal="person_id jpeg kept_at",
        other="id project_id",
    ),
    "consent": Processed(
        "what somebody said to which text",
        Purpose.CARDS,
        Ground.DUTY,
        Eyes.LEADER,
        personal="person_id purpose text_version given said_at recorded_by",
        other="id project_id",
    ),
    "invitation": Processed(
        "one person and one meeting",
        Purpose.MEETINGS,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="uid person_id created_at partstat waitlisted_at confirm_by comment needs needs_note answered_at "
        "answered_via reminded_at no_reminders attendance attendance_at checked_in_via walk_in no_lottery",
        other="id project_id meeting_id turn sent_sequence answer_stamp link_version",
    ),
    "door_entry": Processed(
        "a name typed at the door of a meeting",
        Purpose.MEETINGS,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="name organisation came_at",
        other="id project_id meeting_id key settled_at invitation_id",
    ),
    "calendar_reply": Processed(
        "an answer that a calendar mailed",
        Purpose.MEETINGS,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="invitation_id attendee partstat stamp comment delegated_to proposed_start proposed_end",
        other="id project_id inbox_message_id method sequence status reason settled_at settled_by",
    ),
    "poll_guest": Processed(
        "somebody who is asked for dates",
        Purpose.MEETINGS,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="person_id created_at sent_at reminded_at no_reminders answered_at comment",
        other="id project_id poll_id link_version",
    ),
    "poll_answer": Processed(
        "what somebody said of one date",
        Purpose.MEETINGS,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="poll_guest_id choice",
        other="id project_id option_id",
    ),
    "meeting_opinion": Processed(
        "what somebody thought of one meeting",
        Purpose.EXPERIENCE,
        Ground.CONSENT,
        Eyes.ANSWERS,
        personal="person_id useful able remark given_at",
        other="id project_id meeting_id",
    ),
    "inbox_message": Processed(
        "a mail that came in, until 30 days after it was handled",
        Purpose.MEETINGS,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="person_id from_address to_address subject raw received_at",
        other="id project_id source message_id digest kind status reason handled_at",
    ),
    "seat": Processed(
        "who sat at which table",
        Purpose.MEETINGS,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="person_id round table",
        other="id project_id meeting_id",
    ),
    "plan_guest": Processed(
        "what holds for one guest at the tables; needs go after the meeting",
        Purpose.MEETINGS,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="person_id joins from_round until_round needs_access",
        other="id project_id plan_id",
    ),
    "plan_wish": Processed(
        "two people who must, or must not, share a table, until the meeting",
        Purpose.MEETINGS,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="one_id other_id kind",
        other="id project_id plan_id",
    ),
    "plan_seat": Processed(
        "who is to sit where",
        Purpose.MEETINGS,
        Ground.INTEREST,
        Eyes.NETWORK,
        personal="person_id round table",
        other="id project_id plan_id held",
    ),
    "plan_table": Processed(
        "a table of a meeting, and who hosts it",
        Purpose.MEETINGS,
        Ground.INTEREST,
        Eyes.NETWORK,
        personal="host_id",
        texts="name",
        other="id project_id plan_id number fewest most accessible",
    ),
    "lottery_place": Processed(
        "one guest in a draw among seatings that are as good",
        Purpose.KNOWING,
        Ground.INTEREST,
        Eyes.ANSWERS,
        personal="person_id path twin exchanged answered_at",
        other="id project_id lottery_id link_version",
    ),
    "lottery_pair": Processed(
        "two guests whom a draw could seat together",
        Purpose.KNOWING,
        Ground.INTEREST,
        Eyes.ANSWERS,
        personal="one_id other_id drawn",
        other="id project_id lottery_id chance",
    ),
    "roster_entry": Processed(
        "who is asked in a measurement, and what they were on that day",
        Purpose.KNOWING,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="person_id asks named sector_id function_id organisation_id answered_at finished_at",
        other="id project_id wave_id added_at",
    ),
    "tie": Processed(
        "whom somebody says to know",
        Purpose.KNOWING,
        Ground.CONSENT,
        Eyes.ANSWERS,
        personal="respondent_id named_id strength source by_block carried meeting_id stated_at entered_by_id",
        other="id project_id wave_id import_id",
    ),
    "tie_import": Processed(
        "a file of lines that was read in at once",
        Purpose.KNOWING,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="made_by_id",
        other="id project_id file_name said_on made_at statements withdrawn_at",
    ),
    "plan_change": Processed(
        "what was changed in a measurement plan after it was locked, and why",
        Purpose.KNOWING,
        Ground.INTEREST,
        Eyes.PROJECT,
        personal="changed_by_id",
        other="id project_id plan_id changed_at field old new reason",
    ),
    "roster_suggestion": Processed(
        "somebody who is missed on the list of a measurement, until the projectleider decides",
        Purpose.KNOWING,
        Ground.CONSENT,
        Eyes.LEADER,
        personal="suggested_by_id name organisation function strength suggested_at",
        other="id project_id wave_id",
    ),
    "introduction": Processed(
        "somebody brings two people together whom they both know",
        Purpose.NETWORK,
        Ground.CONSENT,
        Eyes.ANSWERS,
        personal="middle_id one_id other_id asked_at note sent_at declined_at",
        other="id project_id",
    ),
    "survey_answer": Processed(
        "what somebody answered in the survey",
        Purpose.EXPERIENCE,
        Ground.CONSENT,
        Eyes.ANSWERS,
        personal="person_id value answered_at",
        other="id project_id item_id wave_id meeting_id",
    ),
    "handover": Processed(
        "somebody leaves, and who comes after",
        Purpose.NETWORK,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="leaver_id successor_id started_at introduced_at introduced",
        other="id project_id",
    ),
    "referral_tally": Processed(
        "how many referrals an organisation counted in a month",
        Purpose.REFERRING,
        Ground.INTEREST,
        Eyes.PROJECT,
        personal="counted_by_person_id counted_by_user_id counted_at note",
        other="id project_id month kind from_organisation_id to_organisation_id to_service_id is_whole count import_id "
        "line withdrawn_at",
    ),
    "tally_import": Processed(
        "a file of monthly counts that was read in at once",
        Purpose.REFERRING,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="made_by_id",
        other="id project_id file_name made_at counts withdrawn_at",
    ),
    "referral": Processed(
        "one referral that people follow (optional): from whom to whom in which month, and how it ended; no client",
        Purpose.REFERRING,
        Ground.INTEREST,
        Eyes.PROJECT,
        personal="from_person_id closed_by note",
        other="id project_id reference month made_on from_organisation_id to_organisation_id to_service_id reason_id "
        "status status_at forwarded_to_id feedback duration notified_at reminded_at withdrawn_at link_version",
    ),
    "case_card": Processed(
        "who is involved round one unnamed situation (optional), until some months after it is closed; no client",
        Purpose.CASES,
        Ground.INTEREST,
        Eyes.CASE,
        personal="lead_id",
        texts="next_what",
        other="id project_id name next_at opened_at touched_at closed_at version",
    ),
    "case_member": Processed(
        "who is on a case card, in which role",
        Purpose.CASES,
        Ground.INTEREST,
        Eyes.CASE,
        personal="person_id role added_at",
        other="id project_id card_id",
    ),
    "reporter": Processed(
        "who counts for an organisation",
        Purpose.REFERRING,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="person_id",
        other="id project_id organisation_id",
    ),
    "situation_support": Processed(
        "which kinds of support fit a situation",
        Purpose.DIRECTORY,
        Ground.NONE,
        Eyes.PROJECT,
        other="situation_id term_id position",
    ),
    "outbox_message": Processed(
        "a mail to one person; its text for 30 days after sending",
        Purpose.MAIL,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="person_id about_id to_name to_address to_domain subject mime error",
        other="id project_id kind supersede_key message_id status attempts next_attempt_at created_at sent_at via "
        "bounced_at",
    ),
    "change": Processed(
        "which field somebody changed, from what to what",
        Purpose.HISTORY,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="actor record old new",
        other="id project_id at field",
    ),
    "merge": Processed(
        "two records of one person or organisation that became one, so that it can be undone",
        Purpose.HISTORY,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="kept_id gone_id actor moved",
        other="id project_id kind merged_at undone_at",
    ),
    "not_same": Processed(
        "two records that look alike and are not",
        Purpose.NETWORK,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="first_id second_id",
        other="id project_id kind",
    ),
    "import_draft": Processed(
        "an uploaded list, for a day at most",
        Purpose.NETWORK,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="user_id entries",
        texts="file_name sheet_name",
        other="id project_id kind made_at unread landed_at",
    ),
    "organisation": Processed(
        "an organisation that takes part",
        Purpose.NETWORK,
        Ground.INTEREST,
        Eyes.PROJECT,
        texts="name area email phone website",
        other="id uid project_id sector_id merged_into_id archived_at version",
    ),
    "service": Processed(
        "what an organisation offers",
        Purpose.DIRECTORY,
        Ground.INTEREST,
        Eyes.EVERYBODY,
        personal="keeper_id asked_at",
        texts="name description eligibility how_to_refer fees url email",
        other="id uid project_id organisation_id capacity waiting_weeks capacity_at confirmed_on is_public changed_at "
        "archived_at version",
    ),
    "contact": Processed(
        "whom to ask for at an organisation or service: a desk, or a name that may be public",
        Purpose.DIRECTORY,
        Ground.INTEREST,
        Eyes.EVERYBODY,
        personal="name title email",
        texts="department",
        other="id uid project_id organisation_id service_id",
    ),
    "phone": Processed(
        "a telephone number of a service, contact or place",
        Purpose.DIRECTORY,
        Ground.INTEREST,
        Eyes.EVERYBODY,
        texts="number description",
        other="id uid project_id service_id contact_id location_id",
    ),
    "location": Processed(
        "a place where services are",
        Purpose.DIRECTORY,
        Ground.NONE,
        Eyes.EVERYBODY,
        texts="name address transportation accessibility",
        other="id uid project_id organisation_id kind postal_code city area url latitude longitude version",
    ),
    "schedule": Processed(
        "when a service is there",
        Purpose.DIRECTORY,
        Ground.NONE,
        Eyes.EVERYBODY,
        texts="description",
        other="id uid project_id service_id at_location_id byday freq opens_at closes_at valid_from valid_to",
    ),
    "service_area": Processed(
        "for which wijk or kern a service is",
        Purpose.DIRECTORY,
        Ground.NONE,
        Eyes.EVERYBODY,
        other="id uid project_id service_id name",
    ),
    "service_at_location": Processed(
        "one service at one place",
        Purpose.DIRECTORY,
        Ground.NONE,
        Eyes.EVERYBODY,
        texts="description",
        other="id uid project_id service_id location_id",
    ),
    "service_support": Processed(
        "what a service helps with", Purpose.DIRECTORY, Ground.NONE, Eyes.EVERYBODY, other="service_id term_id"
    ),
    "meeting": Processed(
        "a network meeting",
        Purpose.MEETINGS,
        Ground.INTEREST,
        Eyes.PROJECT,
        personal="host_id",
        texts="title place route accessibility online_url programme words notes",
        other="id project_id starts_at ends_at method_id capacity answer_by auto_remind lottery is_public series "
        "door_version sequence cancelled_at created_at revised_at version",
    ),
    "programme_item": Processed(
        "one line of a programme",
        Purpose.MEETINGS,
        Ground.INTEREST,
        Eyes.PROJECT,
        texts="title speaker",
        other="id project_id meeting_id position after",
    ),
    "sector_places": Processed(
        "places held for a sector",
        Purpose.MEETINGS,
        Ground.NONE,
        Eyes.PROJECT,
        other="id project_id meeting_id sector_id places",
    ),
    "material": Processed(
        "something that goes with a meeting",
        Purpose.MEETINGS,
        Ground.NONE,
        Eyes.PROJECT,
        texts="title url file_name",
        other="id project_id meeting_id position kind shown content_type size added_at",
    ),
    "material_file": Processed(
        "the bytes of a file that goes with a meeting",
        Purpose.MEETINGS,
        Ground.NONE,
        Eyes.PROJECT,
        texts="content",
        other="id project_id material_id",
    ),
    "agreement": Processed(
        "what a meeting decided, and who does it",
        Purpose.MEETINGS,
        Ground.INTEREST,
        Eyes.PROJECT,
        personal="owner_id",
        texts="text",
        other="id project_id meeting_id position kind due_on done_at",
    ),
    "date_poll": Processed(
        "candidate dates for a meeting",
        Purpose.MEETINGS,
        Ground.NONE,
        Eyes.PROJECT,
        texts="title words place",
        other="id project_id answer_by created_at closed_at meeting_id version",
    ),
    "poll_option": Processed(
        "one candidate date",
        Purpose.MEETINGS,
        Ground.NONE,
        Eyes.PROJECT,
        other="id project_id poll_id starts_at ends_at",
    ),
    "meeting_theme": Processed(
        "what a meeting is about", Purpose.MEETINGS, Ground.NONE, Eyes.PROJECT, other="meeting_id term_id"
    ),
    "wave": Processed(
        "a measurement",
        Purpose.KNOWING,
        Ground.NONE,
        Eyes.PROJECT,
        texts="name boundary",
        other="id project_id number opened_at closed_at closes_on asks_items offers_previous",
    ),
    "seating_plan": Processed(
        "what the tables of a meeting are to bring",
        Purpose.MEETINGS,
        Ground.NONE,
        Eyes.LEADER,
        other="id project_id meeting_id rounds sector need strengthen bridge spread seed made_at shared_at version",
    ),
    "lottery": Processed(
        "a draw among seatings that are as good",
        Purpose.KNOWING,
        Ground.NONE,
        Eyes.ANSWERS,
        other="id project_id meeting_id drawn_at seed seed_hash loss asked_at",
    ),
    "measurement_plan": Processed(
        "what will be compared between measurements, said beforehand",
        Purpose.KNOWING,
        Ground.NONE,
        Eyes.PROJECT,
        texts="boundary",
        other="id project_id headline threshold test offers_previous draws made_at locked_at version",
    ),
    "survey_item": Processed(
        "a statement of the survey",
        Purpose.EXPERIENCE,
        Ground.NONE,
        Eyes.PROJECT,
        texts="text",
        other="id project_id kind audience position archived_at version",
    ),
    "indicator": Processed(
        "something that organisations count",
        Purpose.EXPERIENCE,
        Ground.NONE,
        Eyes.PROJECT,
        texts="name definition denominator_name",
        other="id project_id key defined_on instrument period audience position archived_at version",
    ),
    "observation": Processed(
        "one organisation's count on one date",
        Purpose.EXPERIENCE,
        Ground.INTEREST,
        Eyes.PROJECT,
        personal="reported_by_id",
        other="id project_id indicator_id organisation_id on_date value denominator reported_at",
    ),
    "product": Processed(
        "something of the library that a project hands out",
        Purpose.EXPERIENCE,
        Ground.NONE,
        Eyes.PROJECT,
        texts="title description kept_by url",
        other="id project_id key kind position archived_at version",
    ),
    "handout": Processed(
        "a product that was handed out at a meeting or to an organisation",
        Purpose.EXPERIENCE,
        Ground.NONE,
        Eyes.PROJECT,
        other="id project_id product_id meeting_id material_id organisation_id on_date copies recorded_at",
    ),
    "adoption": Processed(
        "how far an organisation has come with a product",
        Purpose.EXPERIENCE,
        Ground.INTEREST,
        Eyes.PROJECT,
        personal="recorded_by_id",
        other="id project_id product_id organisation_id stage on_date recorded_at",
    ),
    "step_record": Processed(
        "a step that an organisation began with or finished, and how that shows",
        Purpose.EXPERIENCE,
        Ground.INTEREST,
        Eyes.PROJECT,
        personal="recorded_by_id",
        texts="evidence",
        other="id project_id organisation_id step state on_date recorded_at",
    ),
    "asked_item": Processed(
        "a statement that was chosen for one measurement or meeting",
        Purpose.EXPERIENCE,
        Ground.NONE,
        Eyes.PROJECT,
        other="id project_id item_id wave_id meeting_id",
    ),
    "minute_round": Processed(
        "the month's questions were mailed to everybody who was to get them",
        Purpose.MAIL,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="sent_by_id",
        other="id project_id month sent_at mailed",
    ),
    "calculation": Processed(
        "figures and reports from the background: pseudonyms at most, small groups merged; seatings: people by a key",
        Purpose.EVALUATION,
        Ground.INTEREST,
        Eyes.PROJECT,
        personal="asked_by_id",
        other="id project_id kind key asked asked_at begun_at done total finished_at trouble result",
    ),
    "calculation_file": Processed(
        "a report as it was made: pdf, page or document",
        Purpose.EVALUATION,
        Ground.INTEREST,
        Eyes.PROJECT,
        other="id project_id calculation_id name mimetype content",
    ),
    "report_text": Processed(
        "what the projectleider adds to a chapter of the report",
        Purpose.EVALUATION,
        Ground.INTEREST,
        Eyes.PROJECT,
        texts="text",
        other="id project_id chapter version",
    ),
    "api_token": Processed(
        "lets a program read a project's results: pseudonyms at most",
        Purpose.ACCOUNTS,
        Ground.INTEREST,
        Eyes.LEADER,
        personal="made_by_id",
        texts="name",
        other="id project_id digest ending made_at expires_on used_on withdrawn_at",
    ),
    "term": Processed(
        "a word of the project's vocabulary",
        Purpose.PROJECT,
        Ground.NONE,
        Eyes.PROJECT,
        texts="name synonyms",
        other="id uid project_id kind key position archived_at version",
    ),
    "project": Processed(
        "a project, and whom to turn to",
        Purpose.PROJECT,
        Ground.INTEREST,
        Eyes.PROJECT,
        personal="contact_name contact_email contact_phone pseudonym_key",
        texts="name region",
        other="id slug starts_on ends_on modules case_cards_dpia_on retention_months retention_announced_at "
        "anonymised_at is_demo drawn_at created_at archived_at version",
    ),
    "project_role": Processed(
        "who leads or evaluates a project",
        Purpose.ACCOUNTS,
        Ground.INTEREST,
        Eyes.ADMIN,
        personal="user_id role",
        other="id project_id feed_version",
    ),
    "user_account": Processed(
        "an account of a projectleider, evaluator or beheerder",
        Purpose.ACCOUNTS,
        Ground.INTEREST,
        Eyes.ADMIN,
        personal="email name password_hash language is_admin created_at disabled_at",
        other="id session_version",
    ),
    "audit_event": Processed(
        "what was done by whom to whom: opaque ids only, never changed",
        Purpose.SAFETY,
        Ground.DUTY,
        Eyes.ADMIN,
        personal="actor subject",
        other="id at event project_id",
    ),
    "tombstone": Processed(
        "somebody was erased: an opaque id, so that a restored backup forgets them again",
        Purpose.SAFETY,
        Ground.DUTY,
        Eyes.MACHINE,
        personal="gone erased_at",
        other="id filed_at",
    ),
    "rate_count": Processed(
        "how often something was tried: digests, for an hour at most",
        Purpose.SAFETY,
        Ground.INTEREST,
        Eyes.MACHINE,
        personal="key",
        other="count expires_at",
    ),
}
