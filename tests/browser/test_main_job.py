"""The main job, end to end, as three people live through it: from an Excel list to figures worked out by hand."""

from __future__ import annotations

import datetime as dt
import re
from email.message import EmailMessage

import pysqlite3.dbapi2 as sqlite
import vobject
from playwright.sync_api import Page, expect

from tests.browser import paper
from tests.browser.conftest import Postbus, Site, log_in, look
from tests.browser.participant import say_whom_they_know

ADMIN, LEADER, EVALUATOR = "bea@example.org", "noor@example.org", "eva@example.org"
PASSWORD = "vier hele losse woorden"
DAY = dt.date.today() + dt.timedelta(days=21)


def test_from_an_excel_list_to_an_evaluated_network(site: Site, postbus: Postbus, desk: Page, phone: Page, tmp_path):
    the_beheerder_makes_a_project_and_accounts(site, desk)

    log_in(desk, site, LEADER, PASSWORD)
    look(desk, "start-empty")
    import_the_list(desk, tmp_path)
    plan_a_meeting(desk)
    send_invitations(desk)

    mails = postbus.wait_for(60)
    check_invitation(mails[0])
    answer_on_the_phone(phone, postbus.to(paper.address(0, 0))[0])
    record_an_answer_by_phone(desk)
    move_the_meeting(desk)
    check_update(postbus.wait_for(120)[-60:], mails)

    the_day_comes(site)
    take_attendance(desk)
    open_wave(desk, "Nulmeting")
    ask_afterwards(desk)
    links = personal_links(postbus.wait_for(120 + 48)[120:])

    say_it_on_the_phone(phone, links[(0, 0)], 0)
    for o, k in paper.answering()[1:]:
        say_whom_they_know(links[(o, k)], paper.strengths(o, k, 0))
    close_wave(desk, "Nulmeting", "48 van de 60")
    open_wave(desk, "T1")
    for o, k in paper.answering():
        say_whom_they_know(links[(o, k)], paper.strengths(o, k, 1))
    close_wave(desk, "T1", "48 van de 60")

    count_referrals_on_the_phone(phone, links[(0, 0)])
    count_referrals_at_the_desk(desk)

    desk.get_by_text("Noor de Wit").first.click()
    desk.get_by_role("button", name="Uitloggen").click()
    log_in(desk, site, EVALUATOR, PASSWORD)
    read_the_figures(desk)
    read_the_referrals(desk)
    take_the_data_out(desk)


def the_beheerder_makes_a_project_and_accounts(site: Site, desk: Page) -> None:
    choose_password(desk, site.flask("invite-admin", ADMIN, "--name", "Bea Heer").split()[-1])
    log_in(desk, site, ADMIN, PASSWORD)
    links = {}
    for name, email in (("Noor de Wit", LEADER), ("Eva Luttik", EVALUATOR)):
        desk.goto(f"{site.url}/beheer/accounts")
        desk.get_by_label("Naam", exact=True).fill(name)
        desk.get_by_label("E-mailadres").fill(email)
        desk.get_by_role("button", name="Account maken").click()
        links[email] = desk.get_by_label("Link").input_value()
    look(desk, "account-link")
    desk.goto(f"{site.url}/beheer/projecten/nieuw")
    desk.get_by_label("Naam van het project").fill("Kapstok Veenmeer")
    desk.get_by_label("Contactpersoon", exact=True).fill("Noor de Wit")
    desk.get_by_label("E-mailadres van de contactpersoon").fill(LEADER)
    desk.get_by_role("button", name="Project maken").click()
    for name, email, role in (("Noor de Wit", LEADER, "Projectleider"), ("Eva Luttik", EVALUATOR, "Evaluator")):
        desk.get_by_label("Account", exact=True).select_option(label=f"{name} ({email})")
        desk.get_by_label("Rol", exact=True).select_option(label=role)
        desk.get_by_role("button", name="Toegang geven").click()
    look(desk, "project")
    log_out(desk, "Bea Heer")
    for link in links.values():
        choose_password(desk, link)


def choose_password(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Wachtwoord bewaren").click()
    expect(page.get_by_text("Uw wachtwoord is bewaard.")).to_be_visible()


def log_out(page: Page, name: str) -> None:
    page.get_by_text(name).first.click()
    page.get_by_role("button", name="Uitloggen").click()


def menu(page: Page, item: str) -> None:
    page.get_by_role("banner").get_by_role("link", name=item, exact=True).click()


def import_the_list(desk: Page, folder) -> None:
    desk.get_by_role("link", name="Zet uw lijst erin").click()
    desk.get_by_label("Bestand").set_input_files(paper.write_excel(folder / "deelnemers.xlsx"))
    desk.get_by_role("button", name="Bekijken wat er gebeurt").click()
    expect(desk.get_by_role("table")).to_contain_text("Ans Esdoorn")
    look(desk, "import-preview")
    desk.get_by_role("button", name="Deze lijst verwerken").click()
    menu(desk, "Netwerk")
    expect(desk.get_by_role("main")).to_contain_text("60 mensen")
    look(desk, "people")


def plan_a_meeting(desk: Page) -> None:
    menu(desk, "Bijeenkomsten")
    desk.get_by_role("link", name="Bijeenkomst plannen").click()
    desk.get_by_label("Titel").fill("Wat is mantelzorg?")
    desk.get_by_label("Datum").fill(DAY.isoformat())
    desk.get_by_label("Begint om").fill("14:00")
    desk.get_by_label("Eindigt om").fill("13:00")
    desk.get_by_label("Plaats (niet verplicht)").fill("Het Veenhuis, Dorpsstraat 1, Veenmeer")
    desk.get_by_role("button", name="Bewaren").click()
    expect(desk.get_by_role("main")).to_contain_text("begint om 14.00 uur en eindigt om 13.00 uur")
    look(desk, "meeting-refused")
    desk.get_by_label("Eindigt om").fill("16:00")
    desk.get_by_role("button", name="Bewaren").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Gasten kiezen")


def send_invitations(desk: Page) -> None:
    for sector in paper.SECTORS:
        desk.get_by_label(sector).first.check()
    look(desk, "choose-guests")
    desk.get_by_role("button", name="Op de lijst zetten").click()
    desk.get_by_role("link", name="60 uitnodigingen versturen").click()
    desk.get_by_role("button", name="Versturen").click()
    expect(desk.get_by_role("main")).to_contain_text("60")
    look(desk, "meeting-invited")


def calendar_part(mail: EmailMessage) -> EmailMessage:
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return part


def event_of(mail: EmailMessage):
    """The VEVENT of an invitation, read by a calendar parser that had no part in making it."""
    calendar = vobject.readOne(calendar_part(mail).get_payload(decode=True).decode())
    assert calendar.method.value == calendar_part(mail).get_param("method")
    return calendar.vevent


def check_invitation(mail: EmailMessage) -> None:
    event = event_of(mail)
    assert calendar_part(mail).get_param("method") == "REQUEST"
    assert event.dtstart.value.strftime("%Y-%m-%d %H:%M") == f"{DAY} 14:00"
    assert event.dtend.value.strftime("%Y-%m-%d %H:%M") == f"{DAY} 16:00"
    assert event.sequence.value == "0"
    assert event.summary.value == "Wat is mantelzorg?"
    assert event.organizer.value.lower() == f"mailto:{LEADER}"
    assert event.attendee.value.lower() == f"mailto:{mail['To'].addresses[0].addr_spec}"
    assert event.attendee.params["RSVP"] == ["FALSE"]
    assert event.attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]
    assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]


def rsvp_link(mail: EmailMessage) -> str:
    return re.search(r"http://\S+/u/[\w.-]+", mail.get_body(("plain",)).get_content()).group()


def answer_on_the_phone(phone: Page, mail: EmailMessage) -> None:
    phone.goto(rsvp_link(mail))
    look(phone, "rsvp")
    phone.get_by_role("button", name="Ja").first.click()
    expect(phone.get_by_role("status").filter(has_text="Uw antwoord is bewaard.")).to_be_visible()
    look(phone, "rsvp-thanks")
    assert phone.context.cookies() == []


def record_an_answer_by_phone(desk: Page) -> None:
    desk.get_by_role("link", name="Antwoorden").first.click()
    expect(desk.get_by_role("row", name=re.compile("Ans Esdoorn"))).to_contain_text("ja")
    desk.get_by_role("row", name=re.compile("Bob Esdoorn")).get_by_role("link", name="Antwoord noteren").click()
    desk.get_by_role("button", name="Nee").click()
    expect(desk.get_by_role("row", name=re.compile("Bob Esdoorn"))).to_contain_text("per telefoon")
    look(desk, "answers")


def move_the_meeting(desk: Page) -> None:
    desk.get_by_role("link", name="Uitnodigen").click()
    desk.get_by_role("link", name="Wijzigen", exact=True).click()
    desk.get_by_label("Begint om").fill("14:30")
    desk.get_by_label("Eindigt om").fill("16:30")
    desk.get_by_role("button", name="Bewaren").click()


def check_update(updates: list[EmailMessage], invitations: list[EmailMessage]) -> None:
    before = {event_of(mail).uid.value for mail in invitations[:60]}
    assert {event_of(mail).uid.value for mail in updates} == before
    assert {event_of(mail).sequence.value for mail in updates} == {"1"}
    assert {event_of(mail).dtstart.value.strftime("%H:%M") for mail in updates} == {"14:30"}


def the_day_comes(site: Site) -> None:
    """Three weeks pass: the meeting began four hours ago."""
    with sqlite.connect(f"{site.environ['INSTANCE_PATH']}/kapstok.sqlite", timeout=15) as connection:
        start = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0) - dt.timedelta(hours=4)
        times = [(start + dt.timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M:%S.000000") for hours in (0, 2)]
        connection.execute("UPDATE meeting SET starts_at = ?, ends_at = ?", times)
    connection.close()


def take_attendance(desk: Page) -> None:
    menu(desk, "Bijeenkomsten")
    desk.get_by_role("link", name="Wat is mantelzorg?").click()
    desk.get_by_role("link", name="Op de dag").click()
    for o, k in paper.answering():
        row = desk.get_by_role("listitem").filter(has=desk.get_by_text(paper.person(o, k), exact=True))
        row.get_by_role("button", name="Aanwezig").click()
    look(desk, "attendance")
    expect(desk.get_by_role("button", name="Aanwezig", pressed=True)).to_have_count(48)


def open_wave(desk: Page, name: str) -> None:
    menu(desk, "Metingen")
    desk.get_by_role("link", name=re.compile("nulmeting openen|Nieuwe meting")).click()
    desk.get_by_label("Naam van de meting").fill(name)
    desk.get_by_label("Wie hoort op de lijst").fill("Iedereen die in deze proef meedoet.")
    look(desk, "new-wave")
    desk.get_by_role("button", name="Meting openen").click()
    expect(desk.get_by_role("main")).to_contain_text("Open sinds")


def ask_afterwards(desk: Page) -> None:
    menu(desk, "Bijeenkomsten")
    desk.get_by_role("link", name="Wat is mantelzorg?").click()
    desk.get_by_role("link", name="Daarna").click()
    desk.get_by_role("button", name="Stuur het bericht aan 48 deelnemers").click()
    look(desk, "afterwards")


def personal_links(mails: list[EmailMessage]) -> dict[tuple[int, int], str]:
    links = {}
    for mail in mails:
        link = re.search(r"http://\S+/d/[\w.-]+", mail.get_body(("plain",)).get_content()).group()
        links[mail["To"].addresses[0].addr_spec] = link
        assert "/u/" not in mail.get_body(("plain",)).get_content()
    return {(o, k): links[paper.address(o, k)] for o, k in paper.answering()}


def say_it_on_the_phone(phone: Page, link: str, wave: int) -> None:
    phone.goto(link)
    look(phone, "personal-page")
    phone.get_by_role("main").locator("a[href$='/wie-kent-u']").click()
    look(phone, "lines-why")
    phone.get_by_role("link", name=re.compile("verder|begin|ga door", re.I)).first.click()
    look(phone, "lines-form")
    for name in paper.strengths(0, 0, wave):
        phone.get_by_role("group", name=re.compile(f"^{name}")).first.get_by_role("radio", name="Overleg").check()
    for box in phone.get_by_label(re.compile("^Verder ken ik niemand")).all():
        box.check()
    phone.get_by_role("button", name="Klaar", exact=True).click()
    expect(phone.get_by_role("heading", name="Dank u wel")).to_be_visible()
    look(phone, "lines-thanks")


def close_wave(desk: Page, name: str, response: str) -> None:
    menu(desk, "Metingen")
    expect(desk.get_by_role("main")).to_contain_text(response)
    look(desk, "waves")
    desk.get_by_role("link", name="Meting sluiten").first.click()
    desk.get_by_role("main").get_by_role("button", name=re.compile("sluiten", re.I)).click()


def count_referrals_on_the_phone(phone: Page, link: str) -> None:
    phone.goto(f"{link}/verwijzingen")
    phone.get_by_label("Naar").first.select_option(label="Welzijn Beuk")
    phone.get_by_label("Aantal", exact=True).first.fill("twaalf")
    phone.get_by_role("button", name="Bewaren").click()
    expect(phone.get_by_role("main")).to_contain_text("Vul een heel getal in van 0 tot en met 999.")
    look(phone, "referral-refused")
    phone.get_by_label("Aantal", exact=True).first.fill("11")
    phone.get_by_role("button", name="Eén meer: Aantal").first.click()
    phone.get_by_role("button", name="Bewaren").click()
    expect(phone.get_by_role("status").filter(has_text="dit is geteld")).to_be_visible()
    expect(phone.get_by_label("Welzijn Beuk", exact=True)).to_have_value("12")
    look(phone, "referrals-phone")


def count_referrals_at_the_desk(desk: Page) -> None:
    menu(desk, "Tellen")
    desk.get_by_role("link", name="Verwijzingen", exact=True).click()
    desk.get_by_label("Van (alleen bij verwezen)").select_option(label="Thuiszorg Linde")
    desk.get_by_label("Naar", exact=True).select_option(label="Wmo-loket Eik")
    desk.get_by_label("Aantal").fill("15")
    desk.get_by_label("Opmerking").fill("Mevrouw met BSN 123456782 is verwezen")
    desk.get_by_role("button", name="Bewaren").click()
    expect(desk.get_by_role("main")).to_contain_text("burgerservicenummer")
    desk.get_by_label("Opmerking").fill("")
    desk.get_by_role("button", name="Bewaren").click()
    expect(desk.get_by_role("table").filter(has_text="Wat Thuiszorg Linde telde")).to_contain_text("15")
    look(desk, "referrals-desk")


def read_the_figures(desk: Page) -> None:
    look(desk, "overview")
    for label, (before, now) in paper.FIGURES.items():
        shown = desk.locator(".stat").filter(has_text=label).locator(".stat-value").inner_text()
        assert re.findall(r"[\d,]+(?: %)?", shown) == [before, now], (label, shown)
    desk.get_by_role("link", name="Korte lijnen", exact=True).click()
    look(desk, "short-lines")
    sectors = desk.get_by_role("figure").filter(has=desk.locator("#sectoren"))
    sectors.get_by_text("Toon als tabel").click()
    rows = sectors.get_by_role("row").all_inner_texts()
    for first, second, before, now in paper.SECTOR_SHARES:
        (row,) = [row for row in rows if first in row and second in row and row.index(first) < row.rindex(second)]
        assert re.findall(r"\d+ %", row) == [before, now], row


def read_the_referrals(desk: Page) -> None:
    desk.get_by_role("link", name="Verwijzingen", exact=True).click()
    look(desk, "evaluator-referrals")
    expect(desk.get_by_role("main")).to_contain_text("27")


def take_the_data_out(desk: Page) -> None:
    desk.get_by_role("link", name="Netwerk", exact=True).click()
    look(desk, "network")
    desk.get_by_role("link", name="Downloads", exact=True).click()
    look(desk, "downloads")
    with desk.expect_download() as taken:
        desk.get_by_role("link", name="netwerk-1.graphml").click()
    import networkx

    graph = networkx.read_graphml(taken.value.path())
    assert graph.number_of_nodes() == 60
    short = [1 for *_, line in graph.edges(data=True) if int(line.get("strength", line.get("sterkte", 0))) >= 2]
    assert len(short) == 240
    names = {paper.person(o, k) for o, k in paper.everybody()}
    assert not names & {str(value) for _, node in graph.nodes(data=True) for value in node.values()}
