"""What people do with their own data, from their personal page. See ``cards`` for what others see of it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection

from sqlalchemy import update

from kapstok import clock
from kapstok.accounts import audit, history
from kapstok.accounts.models import Change
from kapstok.errors import N_, Refused
from kapstok.extensions import db
from kapstok.freetext import check_free_text
from kapstok.mail import service as mail
from kapstok.mail.mime import Mailbox
from kapstok.mail.rules import address
from kapstok.projects.models import Project
from kapstok.register import messages
from kapstok.register import service as register
from kapstok.register.cards import Item
from kapstok.register.letters import Letterhead, sender_of
from kapstok.register.models import Person
from kapstok.register.rules import PersonChanged
from kapstok.scope import in_project

NEW_ADDRESS, OLD_ADDRESS, ELSEWHERE = "new-address", "old-address", "elsewhere"  # kinds of mail


class OtherAddressAsked(Refused):
    """The link confirms an address that its owner did not ask for last."""

    sentence = N_(
        "Dit adres wacht niet op een bevestiging. Misschien hebt u het al bevestigd, of vulde u later een ander adres "
        "in. Kijk op uw eigen pagina welk adres daar staat."
    )
    status = 410


def edit_own_card(person: Person, seen_version: int, now: dt.datetime, **fields) -> None:
    """Change what people may change themselves: name, function_id, phone, area, language, call_me_for, reachable.

    What is written counts as looked after today. Raises ``PersonChanged`` when the page was older than what stands
    there, ``PersonKnown``, and what ``check_free_text`` refuses.
    """
    for text in (fields["call_me_for"], fields["reachable"]):
        check_free_text(text, now)
    register.edit_person(person, seen_version, **fields)
    confirm(person, now)


def confirm(person: Person, now: dt.datetime) -> None:
    """Their owner says that all data are right. Saying it twice is harmless."""
    # Not through the row itself: that would raise its version under the hands of who is editing this person.
    said = update(Person).where(Person.project_id == person.project_id, Person.id == person.id)
    db.session.execute(said.values(confirmed_on=clock.local_date(now)))


def choose_visibility(
    person: Person,
    seen_version: int,
    *,
    on_map: bool,
    on_rosters: bool,
    shown: Collection[Item],
    actor: str,
) -> None:
    """Keep where ``person`` is seen: in pictures of the network, on others' lists, and what their card shows.

    Only mantelzorgers choose about lists: the others are colleagues of one another and stay on them. Twice is
    harmless. Raises ``PersonChanged`` when the page was older than what stands there.
    """
    if person.version != seen_version:
        raise PersonChanged(name=person.name)
    items = [item.value for item in Item if item in shown]
    wanted = (on_map, on_rosters if person.is_mantelzorger else person.on_rosters, items)
    if wanted == (person.on_map, person.on_rosters, person.shown):
        return
    person.on_map, person.on_rosters, person.shown = wanted
    db.session.flush()
    audit.record("visibility chosen", actor=actor, project_id=person.project_id, subject=f"person:{person.id}")


def changed_by_themselves(project: Project, since: dt.datetime) -> dict[Person, list[Change]]:
    """What people changed of their own data, newest first; who did so last comes first."""
    query = (
        in_project(Change, project)
        .where(Change.at >= since, Change.actor == Change.record, Change.actor.startswith("person:"))
        .order_by(Change.at.desc(), Change.id.desc())
    )
    found: dict[int, list[Change]] = {}
    for change in db.session.scalars(query):
        found.setdefault(int(change.record.removeprefix("person:")), []).append(change)
    people = in_project(Person, project).where(Person.id.in_(found), Person.erased_at.is_(None))
    by_id = {person.id: person for person in db.session.scalars(people)}
    return {by_id[person_id]: changes for person_id, changes in found.items() if person_id in by_id}


# Another mail address


def ask_new_address(
    person: Person,
    project: Project,
    wanted: str,
    letterhead: Letterhead,
    confirm_link: Callable[[Person], str],
    days: int,
    now: dt.datetime,
) -> None:
    """Remember another address and mail it a link; it counts only once that link was used.

    The address that counts now gets a notice. Raises ``BadAddress``.
    """
    person.new_email = address(wanted).lower()
    db.session.flush()
    sender = sender_of(project, letterhead)
    with letterhead.speaking(person.language) as words:
        asking = messages.confirm_address(words.translate, person.name, sender, confirm_link(person), days)
        telling = messages.another_address_asked(words.translate, person.name, sender)
    letters = [(asking, person.new_email, NEW_ADDRESS)]
    if person.email:
        letters.append((telling, person.email, OLD_ADDRESS))
    for letter, to, kind in letters:
        mail.queue(
            letter,
            Mailbox(person.name, to),
            sender,
            kind=kind,
            now=now,
            language=person.language,
            project_id=project.id,
            person_id=person.id,
            supersede_key=f"{kind}:{person.id}",
        )


def forget_new_address(person: Person) -> None:
    """Stay at the address that counts now. Saying it twice is harmless."""
    person.new_email = None
    for kind in (NEW_ADDRESS, OLD_ADDRESS):
        mail.withdraw(f"{kind}:{person.id}")
    db.session.flush()


def fingerprint(address: str) -> str:
    """What a link says instead of the address that it confirms: links end up in the logs of others."""
    return hashlib.sha256(address.encode()).hexdigest()[:20]


def check_new_address(person: Person, seal: str) -> None:
    """Raise ``OtherAddressAsked`` unless ``seal`` is of the address that was asked for last, or of the present one."""
    if seal not in {fingerprint(known) for known in (person.new_email, person.email) if known}:
        raise OtherAddressAsked()


def confirm_address(person: Person, seal: str) -> None:
    """From here on the address with this fingerprint is where mail goes. Saying it twice is harmless.

    Raises ``OtherAddressAsked``.
    """
    check_new_address(person, seal)
    if person.new_email is None or seal != fingerprint(person.new_email):
        return
    register.edit_person(person, person.version, checked=True, email=person.new_email)
    audit.record(
        "address confirmed",
        actor=f"person:{person.id}",
        project_id=person.project_id,
        subject=f"person:{person.id}",
    )


# Another organisation


def tell_works_elsewhere(
    person: Person, project: Project, says: str, letterhead: Letterhead, person_url: str, now: dt.datetime
) -> None:
    """Tell the projectleider where somebody says to work. They choose: what an organisation counts is its own.

    Raises what ``check_free_text`` refuses.
    """
    check_free_text(says, now)
    known = person.organisation.name if person.organisation else ""
    sender = sender_of(project, letterhead)
    with letterhead.speaking("nl") as words:
        letter = messages.works_elsewhere(words.translate, sender, person.name, known, says, person_url)
    message = mail.queue(
        letter,
        Mailbox(project.contact_name, project.contact_email),
        sender,
        kind=ELSEWHERE,
        now=now,
        project_id=project.id,
        supersede_key=f"{ELSEWHERE}:{person.id}",
    )
    message.about_id = person.id
    history.note(person, ELSEWHERE, "", says, at=now)
    db.session.flush()
